using SeCo.Correction.Backbones;

namespace SeCo.Correction;

/// <summary>Settings of Semantic Connectivity Correction (SCC, paper section 3.3): classify regions, find the noisy ones by their loss, correct or reject
/// them.</summary>
public sealed record CorrectionOptions
{
    /// <summary>What counts as one region. The paper: a connected component of equal label.</summary>
    public RegionUnit Regions { get; init; } = RegionUnit.Components;

    /// <summary>Regions with fewer pixels neither train the classifier nor are judged by it; see <see cref="SmallRegions"/>. In pixels, from 1.</summary>
    public int MinimumRegionPixels { get; init; } = 20;

    /// <summary>What becomes of regions under <see cref="MinimumRegionPixels"/>.</summary>
    public SmallRegionPolicy SmallRegions { get; init; } = SmallRegionPolicy.Reject;

    /// <summary>The classifier's network. The paper: ResNet-101; smaller ones train faster.</summary>
    public Backbone Backbone { get; init; } = Backbone.ResNet101;

    /// <summary>The network's weights (safetensors, or PyTorch <c>.pth</c>, with torchvision's names, unless the backbone has others); null trains
    /// from scratch.</summary>
    public string? Weights { get; init; }

    /// <summary>How the classifier learns.</summary>
    public ClassifierTraining Training { get; init; } = ClassifierTraining.Auto;

    /// <summary>Settings of <see cref="ClassifierTraining.Frozen"/>.</summary>
    public FrozenFeatureOptions Frozen { get; init; } = new();

    /// <summary>Settings of <see cref="ClassifierTraining.Windows"/>, the paper's way.</summary>
    public WindowTrainingOptions Windows { get; init; } = new();

    /// <summary>Cross-fitting: in how many parts the images are split; the loss of a region comes from a classifier that did not train on its part.
    /// 1 is the paper (one classifier judges what it has learnt). From 1 to 20.</summary>
    public int Folds { get; init; } = 1;

    /// <summary>Which images are in one part.</summary>
    public FoldGroup FoldBy { get; init; } = FoldGroup.Block;

    /// <summary>How far training balances classes, in [0, 1]: 0 draws regions as they come (paper), 1 draws every class equally often.</summary>
    public double ClassBalance { get; init; }

    /// <summary>Training draws a region with its area to this power, 0 or more; 0 is the paper.</summary>
    public double AreaExponent { get; init; }

    /// <summary>Training draws a region with the rank of its mean confidence within its class to this power, 0 or more; 0 is the paper. Needs
    /// confidences.</summary>
    public double TrustExponent { get; init; }

    /// <summary>Training draws a region with the share of its mask's labelled pixels that had its class to this power, 0 or more; 0 is the paper. Masks
    /// alone have shares.</summary>
    public double ShareExponent { get; init; }

    /// <summary>How noisy regions are found and corrected.</summary>
    public NoiseOptions Noise { get; init; } = new();

    /// <summary>The folder of what people said about regions (<c>seco labels import</c> writes it): their answers override verdicts. Null: there are
    /// no reviews.</summary>
    public string? Review { get; init; }

    /// <summary>What <see cref="ClassifierTraining.Auto"/> comes to.</summary>
    [NotConfigurable]
    public ClassifierTraining EffectiveTraining => Training != ClassifierTraining.Auto
        ? Training
        : Weights is not null || !IsTrainable ? ClassifierTraining.Frozen : ClassifierTraining.Windows;

    /// <summary>The row of <see cref="Backbone"/>.</summary>
    internal BackboneEntry Row => BackboneRegistry.Of(OptionsWriter.NameOf(Backbone));

    private bool IsTrainable => Row.Encoder is not null;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all of a section together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        () => OptionFaults.ThrowIfAny(
            "correction",
            (MinimumRegionPixels >= 1, $"minimum_region_pixels is {MinimumRegionPixels}, expected 1 or more"),
            (Weights is null || Row.NoWeights is null, $"weights are given, but backbone '{Row.Name}' {Row.NoWeights}"),
            (Weights is not null || !Row.NeedsWeights, $"weights are missing, and backbone '{Row.Name}' is of no use without; name its file"),
            (Training != ClassifierTraining.Windows || IsTrainable,
                $"training is 'windows', but backbone '{Row.Name}' is none that is trained on windows; name another backbone"),
            (ClassBalance is >= 0 and <= 1, $"class_balance is {ClassBalance}, expected 0 to 1"),
            (AreaExponent is >= 0 and <= 4, $"area_exponent is {AreaExponent}, expected 0 to 4"),
            (ShareExponent is >= 0 and <= 100, $"share_exponent is {ShareExponent}, expected 0 to 100"),
            (TrustExponent is >= 0 and <= 100, $"trust_exponent is {TrustExponent}, expected 0 to 100"),
            (Folds is >= 1 and <= 20, $"folds is {Folds}, expected 1 to 20")),
        Frozen.Validate,
        Windows.Validate,
        Noise.Validate);
}
