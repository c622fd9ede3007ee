using SeCo.Adaptation;
using SeCo.Aggregation;
using SeCo.Correction;
using SeCo.PixelLabels;
using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>Everything that decides a run. Read from YAML, every key may be given as <c>--set section.key=value</c>.</summary>
public sealed record RunOptions
{
    /// <summary>Seed of everything random: first weights, order of training, mirrored windows.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where networks run: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. A GPU that is asked for and missing is an error.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Processor threads; 0 is one for each core. The last bits of trained weights may depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The images and what is known of them.</summary>
    public DatasetOptions Dataset { get; init; } = new();

    /// <summary>
    /// Labelled source images: what UDA trains on beside the target, and plain supervised training alone. Null: none; supervised training then takes the
    /// truth of <see cref="Dataset"/>.
    /// </summary>
    public DatasetOptions? Source { get; init; }

    /// <summary>Images with ground truth that results are measured on. Null: those of <see cref="Dataset"/>, where they have truth.</summary>
    public DatasetOptions? Validation { get; init; }

    /// <summary>The network that predicts, and from which a student may start.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>How networks look at images: the one that predicts, and the adapted ones.</summary>
    public PredictionOptions Prediction { get; init; } = new();

    /// <summary>Stage 1: pixel pseudo-labels.</summary>
    public PixelLabelOptions PixelLabels { get; init; } = new();

    /// <summary>Stage 2: PSA.</summary>
    public AggregationOptions Aggregation { get; init; } = new();

    /// <summary>Stage 3: SCC.</summary>
    public CorrectionOptions Correction { get; init; } = new();

    /// <summary>Stage 4: training on the labels. Null: the run ends with labels.</summary>
    public AdaptationOptions? Adaptation { get; init; }

    /// <summary>Times that all is done, each time with the adapted model of the time before as the one that predicts. Default 1, the paper's.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>The report that a run ends with.</summary>
    public ReportOptions Report { get; init; } = new();

    /// <summary>Whether a run makes labels at all: plain training on the truth needs none.</summary>
    internal bool NeedsLabels => Adaptation is null || (Adaptation.Setting != AdaptationSetting.Supervised && Adaptation.Labels != TargetLabels.Truth);

    /// <summary>Checks all sections, and whether they go together; reports all faults at once.</summary>
    /// <exception cref="ArgumentException">Values out of range.</exception>
    /// <exception cref="TorchException">The device is not there.</exception>
    public void Validate()
    {
        OptionFaults.ThrowIfAny(
            CheckMachine,
            Dataset.Validate,
            Source is null ? null : Source.Validate,
            Validation is null ? null : Validation.Validate,
            Model.Validate,
            Prediction.Validate,
            PixelLabels.Validate,
            Aggregation.Validate,
            Correction.Validate,
            Adaptation is null ? null : () => DomainAdaptation.Check(Adaptation),
            Report.Validate,
            CheckTogether);
        _ = SeCo.Torch.Device.Parse(Device);
    }

    private void CheckMachine()
    {
        if (Threads is < 0 or > 1024)
        {
            throw new ArgumentException($"threads is {Threads}, expected 0 (all cores) to 1024.");
        }

        try
        {
            _ = SeCo.Torch.Device.Parse(Device ?? string.Empty);
        }
        catch (FormatException fault)
        {
            throw new ArgumentException($"device: {fault.Message}", fault);
        }
        catch (TorchException)
        {
            // A device that is well named and missing is told after all that is wrong with the settings.
        }
    }

    private void CheckTogether()
    {
        AdaptationSetting? setting = Adaptation?.Setting;
        bool isForeign = Model.Weights is { } weights && PredictingModel.IsForeign(weights);
        OptionFaults.ThrowIfAny(
            "run",
            (Rounds is >= 1 and <= 100, $"rounds is {Rounds}, expected 1 to 100"),
            (Rounds == 1 || (Adaptation is not null && setting != AdaptationSetting.Supervised), "rounds above 1 need an adaptation whose model can "
                + "predict the next round; set adaptation.setting"),
            (setting != AdaptationSetting.Uda || Source is not null, "adaptation.setting uda needs labelled source images; give the section source"),
            (Source is null || Source.Classes == Dataset.Classes, $"source.classes is {Source?.Classes}, expected that of the dataset, {Dataset.Classes}"),
            (Validation is null || Validation.Classes == Dataset.Classes, $"validation.classes is {Validation?.Classes}, expected that of the "
                + $"dataset, {Dataset.Classes}"),
            (setting != AdaptationSetting.SourceFree || Model.Weights is not null || Adaptation!.Weights is not null,
                "adaptation.setting source_free starts from a model; give model.weights (and model.network), or set adaptation.setting to black_box"),
            (!isForeign || Correction.Backbone != Backbone.Model, $"correction.backbone is model, but {Model.Weights} gives no feature maps; set another"),
            (!isForeign || Adaptation is null || Adaptation.Weights is not null || setting == AdaptationSetting.BlackBox,
                $"the student would start from {Model.Weights}, which cannot be trained; set adaptation.setting to black_box, or give adaptation.weights"),
            (Adaptation is null || Adaptation.Network is not null || Model.Network is not null || Model.Weights is not null, "adaptation.network is "
                + "missing, and there is no model whose network the student could be"));
    }
}
