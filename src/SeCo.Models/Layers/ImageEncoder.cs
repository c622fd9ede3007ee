namespace SeCo.Models;

/// <summary>The body of an image classifier: images in, feature maps out.</summary>
/// <remarks>Activations lie in <see cref="MemoryFormat.ChannelsLast"/> throughout; it is the network that converts its input.</remarks>
public abstract class ImageEncoder : Module, IFeatureNetwork
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<int> FeatureChannels { get; }

    /// <summary>Channels of the final feature map.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>The name that the linear layer has in published files, as <c>fc</c>.</summary>
    public abstract string HeadName { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Tensor> Features(Tensor images);

    /// <summary>Computes the final feature map.</summary>
    /// <param name="images">Normalised images <c>[N, 3, H, W]</c>.</param>
    /// <param name="stemMasks">Masks <c>[N, 1, H', W']</c> in 0…1 that multiply the activations of the first convolution, resized to the nearest cell; none
    /// where null.</param>
    /// <returns><c>[N, C, H / 32, W / 32]</c>, rounded up (finer for a dilated body), with C of <see cref="OutputChannels"/>;
    /// it belongs to the open scope or the caller.</returns>
    public abstract Tensor Encode(Tensor images, Tensor? stemMasks = null);

    /// <summary>Loads published weights; a linear layer among them, of however many classes, is passed over.</summary>
    /// <param name="checkpoint">Tensors under torchvision's names.</param>
    /// <exception cref="CheckpointException">Names are missing, unexpected or of another shape: all of them together. Nothing was changed.</exception>
    public void LoadPretrained(ICheckpoint checkpoint) => LoadState(checkpoint, name => name.Split('.')[0] == HeadName.Split('.')[0]);

    /// <summary>Activations times masks resized to them.</summary>
    private protected static Tensor Masked(Tensor activations, Tensor? masks) =>
        masks is null ? activations : TensorScope.Run(() => activations * RegionPooling.Resized(masks, activations));

    /// <summary>Runs a layer and releases its input (autograd keeps what it needs), unless somebody else still needs that.</summary>
    private protected static Tensor Consume(Layer layer, Tensor input, bool isShared = false)
    {
        Tensor output = layer.Forward(input);
        if (!isShared)
        {
            input.Dispose();
        }

        return output;
    }
}
