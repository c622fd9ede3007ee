using SeCo.Prediction;
using SeCo.Torch.Nn;

namespace SeCo.Correction.Features;

/// <summary>A frozen network together with how it wants its images. Owns the network.</summary>
internal sealed class FeatureBackbone : IDisposable
{
    private readonly IDisposable _owned;
    private readonly Func<RgbImage, Tensor> _prepare;
    private readonly Device _device;

    private FeatureBackbone(IDisposable owned, Module module, IFeatureNetwork network, Func<RgbImage, Tensor> prepare, Device device)
    {
        module.Eval();
        module.SetRequiresGrad(false);
        module.To(device);
        module.ToMemoryFormat(MemoryFormat.ChannelsLast);
        (_owned, Network, _prepare, _device) = (owned, network, prepare, device);
    }

    /// <summary>The network, in evaluation mode.</summary>
    public IFeatureNetwork Network { get; }

    /// <summary>A network, owned from now on, that sees the whole image, resized to a longest side (0: not) and normalised as ImageNet's are.</summary>
    public static FeatureBackbone Of(ImageEncoder network, int longestSide, Device device) => Of(
        network, image => Resized(ImageNormalization.ImageNet.Normalize(image.Pixels, image.Width, image.Height).To(device), longestSide), device);

    /// <summary>A network, owned from now on, that prepares its images itself: <c>[1, 3, H, W]</c>.</summary>
    public static FeatureBackbone Of<T>(T network, Func<RgbImage, Tensor> prepare, Device device)
        where T : Module, IFeatureNetwork => new(network, network, network, prepare, device);

    /// <summary>The network that predicts, owned from now on, with images as it is given them to predict.</summary>
    public static FeatureBackbone Of(PredictingModel model, PredictionOptions? options, Device device) =>
        new(model, model.Network.Own, model.Network.Own, image => model.InputOf(image, options), device);

    /// <summary>The feature maps of an image, fine maps first: <c>[1, C_i, H_i, W_i]</c>, of the open scope.</summary>
    public IReadOnlyList<Tensor> Features(RgbImage image) => Network.Features(_prepare(image).To(_device).ToMemoryFormat(MemoryFormat.ChannelsLast));

    public void Dispose() => _owned.Dispose();

    private static Tensor Resized(Tensor input, int longestSide)
    {
        int height = (int)input.Size(2), width = (int)input.Size(3);
        int longest = Math.Max(width, height);
        return longestSide == 0 || longestSide == longest
            ? input
            : input.ResizeBilinear(new Size2d(Scaled(height), Scaled(width)), antialias: true);

        int Scaled(int side) => Math.Max(1, (int)Math.Round((double)side * longestSide / longest));
    }
}
