namespace SeCo.Models;

/// <summary>A network that gives every pixel of an image a class: an encoder that makes feature maps of it,
/// and a decoder that makes logits of those.</summary>
/// <remarks>Most networks answer more coarsely than the image (<see cref="CoarseLogits"/>); <see cref="Forward"/> resizes the answer as the authors do, which
/// their losses and measures expect. The names of the parameters are the authors'.</remarks>
public abstract class SegmentationNetwork : Module, IFeatureNetwork, ISegmentationNetwork
{
    /// <summary>Far below what a weight can say beside others, far above what processors are slow with (1e-38).</summary>
    private const double SmallestKept = 1e-20;

    /// <summary>First parts of names that published files have beyond the body:
    /// those of the classifiers it was trained with, to which MobileNetV2's last convolution belongs.</summary>
    private static readonly string[] HeadsOfBodies = ["fc.", "head.", "classifier.", "layer5.", "layer6.", "features.18."];

    /// <summary>Takes what every network says of itself.</summary>
    /// <param name="classes">Number of classes K.</param>
    /// <param name="preprocessing">How the authors make the network's input of an image, and how they look at large ones.</param>
    protected SegmentationNetwork(int classes, NetworkPreprocessing preprocessing) => (Classes, Preprocessing) = (classes, preprocessing);

    /// <summary>Number of classes K.</summary>
    public int Classes { get; }

    /// <summary>How the authors make the network's input of an image, and how they look at large ones.</summary>
    public NetworkPreprocessing Preprocessing { get; }

    /// <summary>The sides of images are multiples of this number.</summary>
    public virtual int SizeMultiple => 1;

    /// <summary>Logits are resized so that the centres of the corner pixels meet, instead of the corners of the images.</summary>
    public virtual bool AlignsCorners => false;

    /// <inheritdoc/>
    public abstract IReadOnlyList<int> FeatureChannels { get; }

    /// <summary>The encoder: what is pretrained on other images, and gets a lower learning rate than the rest.</summary>
    protected abstract Module Body { get; }

    /// <summary>Computes the logits of every pixel.</summary>
    /// <param name="images">What <see cref="Preprocessing"/> says of images, <c>[N, 3, H, W]</c>; H and W are multiples of <see cref="SizeMultiple"/>.</param>
    /// <returns><c>[N, K, H, W]</c>; it belongs to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public Tensor Forward(Tensor images) => TensorScope.Run(() => Resize(CoarseLogits(images), images.ImageSize));

    /// <summary>The probabilities of images of any size: padded to what the network takes, and cut off again. To another size, the network's own coarse
    /// logits are resized at once.</summary>
    /// <inheritdoc/>
    public Tensor Probabilities(Tensor images, Size2d? size = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return TensorScope.Run(() => size is { } wanted ? Resize(CoarseLogits(images), wanted).Softmax(1)
            : Forward(Padded(images).Contiguous()).Narrow(2, 0, images.Shape[2]).Narrow(3, 0, images.Shape[3]).Softmax(1));
    }

    /// <summary>Images whose sides are multiples of <see cref="SizeMultiple"/>: padded by their outermost pixels, to the right and below; themselves where
    /// nothing is missing.</summary>
    /// <param name="images"><c>[N, 3, H, W]</c> of any size.</param>
    /// <returns>They belong to the open scope or the caller, where they are others.</returns>
    public Tensor Padded(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        long right = (SizeMultiple - (images.Shape[3] % SizeMultiple)) % SizeMultiple;
        long below = (SizeMultiple - (images.Shape[2] % SizeMultiple)) % SizeMultiple;
        return right == 0 && below == 0 ? images : images.Pad([0, right, 0, below], PaddingMode.Replicate);
    }

    /// <summary>Computes the logits in the network's own resolution, of which <see cref="Forward"/> makes those of every pixel.</summary>
    /// <inheritdoc cref="Forward"/>
    /// <returns><c>[N, K, h, w]</c>; it belongs to the open scope or the caller.</returns>
    public Tensor CoarseLogits(Tensor images)
    {
        CheckShape(images);
        return TensorScope.Run(() => Decode(Encode(images)));
    }

    /// <summary>Computes the logits twice: of the feature maps, and of the same maps perturbed, in one pass of the decoder whose batch is [plain;
    /// perturbed].</summary>
    /// <remarks>Source: UniMatch's feature perturbation, <c>need_fp</c>. In training, the decoder's norms see the doubled batch.</remarks>
    /// <param name="images">As for <see cref="Forward"/>.</param>
    /// <param name="perturb">Makes of a feature map <c>[N, C, h, w]</c> another of the same shape; called once for each map that the decoder sees.</param>
    /// <returns>Both <c>[N, K, H, W]</c>; they belong to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public (Tensor Plain, Tensor Perturbed) ForwardPerturbed(Tensor images, Func<Tensor, Tensor> perturb)
    {
        CheckShape(images);
        ArgumentNullException.ThrowIfNull(perturb);
        using TensorScope scope = TensorScope.Open();
        Tensor[] doubled = [.. Encode(images).Select(map => Tensor.Cat([map, perturb(map)]))];
        Tensor[] halves = Resize(TensorScope.Run(() => Decode(doubled)), images.ImageSize).Chunk(2);
        return (scope.Keep(halves[0]), scope.Keep(halves[1]));
    }

    /// <summary>Computes the logits twice: of the feature maps, and of the same maps with channels dropped at random, also in evaluation.</summary>
    /// <param name="images">As for <see cref="Forward"/>.</param>
    /// <param name="random">Draws the channels.</param>
    /// <param name="probability">Probability to drop a channel, in [0, 1). UniMatch's is 0.5.</param>
    /// <inheritdoc cref="ForwardPerturbed(Tensor, Func{Tensor, Tensor})"/>
    public (Tensor Plain, Tensor Perturbed) ForwardPerturbed(Tensor images, RandomSource random, double probability = 0.5) =>
        ForwardPerturbed(images, map => map.Dropout(probability, random, wholeChannels: true));

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Features(Tensor images)
    {
        CheckShape(images);
        return AllMaps(images);
    }

    /// <summary>Resizes logits as the authors do.</summary>
    /// <param name="logits"><c>[N, K, h, w]</c>.</param>
    /// <param name="size">Size of the result.</param>
    /// <returns><c>[N, K, H, W]</c>; it belongs to the open scope or the caller.</returns>
    public Tensor Resize(Tensor logits, Size2d size)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.Rank == 4 && logits.ImageSize == size
            ? logits.Alias()
            : logits.ResizeBilinear(size, AlignsCorners);
    }

    /// <summary>The trained parameters of the encoder by name.</summary>
    public IReadOnlyDictionary<string, Tensor> BodyParameters() => Trained(isBody: true);

    /// <summary>The trained parameters of everything else by name, for a learning rate of their own.</summary>
    public IReadOnlyDictionary<string, Tensor> HeadParameters() => Trained(isBody: false);

    /// <summary>Loads published weights of the whole network; <see cref="SegmentationCheckpoint.Open"/> brings a file to these names.
    /// Ends with <see cref="FlushDenormals"/>.</summary>
    /// <exception cref="CheckpointException">Names are missing, unexpected or of another shape: all of them together. Nothing was changed.</exception>
    public void LoadPretrained(ICheckpoint checkpoint)
    {
        LoadState(checkpoint, IsUnused);
        FlushDenormals();
    }

    /// <summary>Loads published weights of the encoder alone, such as those trained on ImageNet; the classifier in the file is passed over.
    /// Ends with <see cref="FlushDenormals"/>.</summary>
    /// <param name="checkpoint">Tensors under the encoder's own names, or a whole network's, of which the encoder's are taken.</param>
    /// <exception cref="CheckpointException">Names are missing, unexpected or of another shape: all of them together. Nothing was changed.</exception>
    public void LoadBody(ICheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        IReadOnlyDictionary<string, Tensor> own = Body.StateDictionary();
        (string first, Tensor tensor) = own.First();
        string prefix = StateDictionary().First(t => ReferenceEquals(t.Value, tensor)).Key[..^first.Length];
        bool isWhole = prefix.Length > 0 && checkpoint.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));
        ICheckpoint encoder = isWhole
            ? checkpoint.Renamed(name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null)
            : checkpoint; // the renamed one is a view; the file stays the caller's
        Body.LoadState(encoder, name => !own.ContainsKey(name) && Array.Exists(HeadsOfBodies, head => name.StartsWith(head, StringComparison.Ordinal)));
        FlushDenormals();
    }

    /// <summary>Makes every parameter's values below 1e-20 zero.</summary>
    /// <remarks>Weight decay leaves dead channels with numbers near the smallest that there are. They change no answer, but processors compute with such
    /// numbers a hundred times more slowly: the published ESPNet, with 18,302 of them, takes 24 times as long. Training makes new ones, so call it every
    /// thousand steps or so, between two of them, not between forward and backward. Buffers stay as they are: a norm may divide by a running
    /// variance.</remarks>
    public void FlushDenormals()
    {
        using GradMode mode = GradMode.Disable();
        foreach (Tensor parameter in NamedParameters().Values)
        {
            using TensorScope scope = TensorScope.Open();
            parameter.CopyInPlace(Tensor.Where(parameter.Abs().AtLeast(SmallestKept), parameter, Tensor.ZerosLike(parameter)));
        }
    }

    /// <summary>True for a name that published files of this network may hold although nothing is computed with it.</summary>
    protected virtual bool IsUnused(string name) => false;

    /// <summary>Computes the feature maps that the decoder sees.</summary>
    /// <param name="images">Images of a shape that was checked.</param>
    /// <returns>Maps <c>[N, C, h, w]</c> that belong to the open scope.</returns>
    protected abstract IReadOnlyList<Tensor> Encode(Tensor images);

    /// <summary>Computes the maps of <see cref="Features"/>, where they are not those that the decoder sees.</summary>
    /// <inheritdoc cref="Encode"/>
    protected virtual IReadOnlyList<Tensor> AllMaps(Tensor images) => Encode(images);

    /// <summary>Computes the logits in the network's own resolution.</summary>
    /// <param name="maps">What <see cref="Encode"/> gave, or the like.</param>
    /// <returns><c>[N, K, h, w]</c>; it belongs to the open scope or the caller.</returns>
    protected abstract Tensor Decode(IReadOnlyList<Tensor> maps);

    /// <summary>Refuses images of a shape that the network cannot take.</summary>
    /// <exception cref="ArgumentException">They are not <c>[N, 3, H, W]</c> with multiples of <see cref="SizeMultiple"/>.</exception>
    protected void CheckShape(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || images.Shape[1] != 3 || images.Shape[2] % SizeMultiple != 0 || images.Shape[3] % SizeMultiple != 0)
        {
            string sides = SizeMultiple == 1 ? "" : $" with H and W multiples of {SizeMultiple}";
            throw new ArgumentException($"Images of {GetType().Name} are [N, 3, H, W]{sides}; found {images}. Resize or pad them.", nameof(images));
        }
    }

    private OrderedDictionary<string, Tensor> Trained(bool isBody)
    {
        HashSet<Tensor> body = [.. Body.NamedParameters().Values];
        return new(NamedParameters().Where(p => p.Value.RequiresGrad && body.Contains(p.Value) == isBody));
    }
}
