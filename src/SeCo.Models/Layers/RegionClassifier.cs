namespace SeCo.Models;

/// <summary>Names the class of a region from a window of the image around it: an encoder, an average, and one linear layer.</summary>
/// <remarks>The names of the parameters are those of the published classifier on the same encoder. Source: paper, section 3.3 (the connectivity classifier);
/// the reference implementation's <c>SCC/models/resnet.py</c> and <c>train_src.py</c>.</remarks>
public sealed class RegionClassifier : Module
{
    /// <summary>Creates the classifier in training mode; the encoder's names need no prefix in it.</summary>
    /// <param name="encoder">The encoder; it belongs to the classifier from now on.</param>
    /// <param name="classes">Number of classes K.</param>
    /// <param name="placement">Where masks enter.</param>
    /// <param name="random">Draws the linear layer's first weights, Xavier's normal ones (Glorot and Bengio 2010); null leaves them to be loaded.</param>
    public RegionClassifier(ImageEncoder encoder, int classes, MaskPlacement placement = MaskPlacement.Paper, RandomSource? random = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (Encoder, Placement) = (encoder, placement);
        Part("", encoder);
        Head = Part(encoder.HeadName, new Linear(encoder.OutputChannels, classes, random: random));
        if (random is not null)
        {
            Head.Weight.DrawNormal(random, Math.Sqrt(2.0 / (encoder.OutputChannels + classes))); // the reference's train_src.py
        }
    }

    /// <summary>The encoder, which can be used alone. It is disposed with the classifier.</summary>
    public ImageEncoder Encoder { get; }

    /// <summary>The linear layer: weight <c>[K, C]</c>, bias <c>[K]</c>.</summary>
    public Linear Head { get; }

    /// <summary>Where masks enter.</summary>
    public MaskPlacement Placement { get; }

    /// <summary>The linear layer's parameters by name, for a learning rate of their own.</summary>
    public IReadOnlyDictionary<string, Tensor> HeadParameters() => Parameters(IsHead);

    /// <summary>The encoder's parameters by name.</summary>
    public IReadOnlyDictionary<string, Tensor> BodyParameters() => Parameters(name => !IsHead(name));

    /// <summary>Computes the logits.</summary>
    /// <param name="images">Normalised windows, float32 <c>[N, 3, H, W]</c>.</param>
    /// <param name="masks">The region's pixels in each window, float32 <c>[N, 1, H, W]</c>, 1 inside and 0 outside; null where every pixel counts.</param>
    /// <returns>Logits <c>[N, K]</c>; they belong to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The masks have another shape.</exception>
    public Tensor Forward(Tensor images, Tensor? masks = null) => TensorScope.Run(() => Head.Forward(Pool(images, masks)));

    /// <summary>Computes what the linear layer sees: the averaged final feature map <c>[N, C]</c>.</summary>
    /// <inheritdoc cref="Forward"/>
    public Tensor Pool(Tensor images, Tensor? masks = null) => TensorScope.Run(() =>
    {
        Tensor features = Encoder.Encode(images, Placement == MaskPlacement.Reference ? masks : null);
        return Placement == MaskPlacement.Paper && masks is not null ? RegionPooling.Average(features, masks) : RegionPooling.Average(features);
    });

    /// <summary>Loads published weights by name. A linear layer that is missing or of another number of classes keeps its first values.</summary>
    /// <param name="checkpoint">Tensors under torchvision's names.</param>
    /// <returns>The names of the linear layer's parameters that were not loaded; none where the whole classifier was.</returns>
    /// <exception cref="CheckpointException">Other names are missing, unexpected or of another shape: all of them together. Nothing was changed.</exception>
    public IReadOnlyList<string> LoadPretrained(ICheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        IReadOnlyDictionary<string, Tensor> head = HeadParameters();
        if (head.All(p => checkpoint.Contains(p.Key) && checkpoint.Describe(p.Key).Shape.AsSpan().SequenceEqual(p.Value.Shape)))
        {
            LoadState(checkpoint);
            return [];
        }

        Encoder.LoadPretrained(checkpoint);
        return [.. head.Keys];
    }

    private bool IsHead(string name) => name.StartsWith(Encoder.HeadName + ".", StringComparison.Ordinal);

    private OrderedDictionary<string, Tensor> Parameters(Func<string, bool> selected) => new(NamedParameters().Where(p => selected(p.Key)));
}

/// <summary>Averages of feature maps, over a mask or over everything.</summary>
internal static class RegionPooling
{
    /// <summary>Mean of <c>[N, C, h, w]</c> over all cells: <c>[N, C]</c>.</summary>
    public static Tensor Average(Tensor features) => features.Mean([2, 3]);

    /// <summary>Mean of <c>[N, C, h, w]</c> over the cells of the masks <c>[N, 1, H, W]</c>, or over all cells of an image whose mask has none left:
    /// <c>[N, C]</c>.</summary>
    public static Tensor Average(Tensor features, Tensor masks) => TensorScope.Run(() =>
    {
        Tensor weights = Resized(masks, features); // [N, 1, h, w]
        Tensor isEmpty = weights.Sum([2, 3], keepDimensions: true).EqualTo(0).To(features.DType); // [N, 1, 1, 1]
        weights += isEmpty;
        return (features * weights).Sum([2, 3]) / weights.Sum([2, 3]); // [N, C] / [N, 1]
    });

    /// <summary>Masks resized (nearest) to the size of feature maps, in their type.</summary>
    public static Tensor Resized(Tensor masks, Tensor features)
    {
        if (masks.Rank != 4 || masks.Shape[0] != features.Shape[0] || masks.Shape[1] != 1)
        {
            throw new ArgumentException($"Masks are [N, 1, H, W], one for each of the {features.Shape[0]} images; found {masks}.", nameof(masks));
        }

        return masks.To(features.DType).ResizeNearest(features.ImageSize);
    }
}
