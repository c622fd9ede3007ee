using SeCo.Prediction;
using SeCo.Torch.Nn;

namespace SeCo.Correction.Backbones;

/// <summary>A frozen network together with how it wants its images. Owns the network.</summary>
internal sealed class NetworkFeatures : IImageFeatures
{
    private readonly IDisposable _owned;
    private readonly Func<RgbImage, Tensor> _prepare;
    private readonly Device _device;

    private NetworkFeatures(IDisposable owned, Module module, IFeatureNetwork network, Func<RgbImage, Tensor> prepare, Device device)
    {
        module.Eval();
        module.SetRequiresGrad(false);
        module.To(device);
        module.ToMemoryFormat(MemoryFormat.ChannelsLast);
        (_owned, Network, _prepare, _device) = (owned, network, prepare, device);
    }

    /// <summary>The network, in evaluation mode.</summary>
    public IFeatureNetwork Network { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Channels => Network.FeatureChannels;

    /// <summary>A network, owned from now on, that sees the whole image, resized to a longest side (0: not), with sides that are multiples of a number, and
    /// normalised as ImageNet's are.</summary>
    public static NetworkFeatures Of<T>(T network, int longestSide, Device device, int multiple = 1)
        where T : Module, IFeatureNetwork => Of(
            network,
            image => Resized(ImageNormalization.ImageNet.Normalize(image.Pixels, image.Width, image.Height).To(device), longestSide, multiple),
            device);

    /// <summary>A network, owned from now on, that prepares its images itself: <c>[1, 3, H, W]</c>.</summary>
    public static NetworkFeatures Of<T>(T network, Func<RgbImage, Tensor> prepare, Device device)
        where T : Module, IFeatureNetwork => new(network, network, network, prepare, device);

    /// <summary>The network that predicts, owned from now on, with images as it is given them to predict.</summary>
    public static NetworkFeatures Of(PredictingModel model, PredictionOptions? options, Device device) =>
        new(model, model.Network.Own, model.Network.Own, image => model.InputOf(image, options), device);

    /// <summary>The feature maps of an image, fine maps first: <c>[1, C_i, H_i, W_i]</c>, of the open scope.</summary>
    public IReadOnlyList<Tensor> Features(RgbImage image) => Network.Features(_prepare(image).To(_device).ToMemoryFormat(MemoryFormat.ChannelsLast));

    public void Dispose() => _owned.Dispose();

    /// <inheritdoc/>
    public IEnumerable<FeatureMap> Describe(RgbImage image, string name, IReadOnlyList<int> levels)
    {
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        IReadOnlyList<Tensor> maps = Features(image);
        return [.. levels.Select(level => ToMap(maps[level], image.Width, image.Height))];
    }

    /// <summary>A map <c>[1, C, h, w]</c> that covers so many pixels, in this program's memory.</summary>
    internal static FeatureMap ToMap(Tensor map, int coveredWidth, int coveredHeight) => new(
        (int)map.Size(3), (int)map.Size(2), map.Permute(0, 2, 3, 1).Contiguous().To(Device.Cpu).ToArray<float>(), coveredWidth, coveredHeight);

    /// <summary>The size of an image of a longest side (0: its own), each side rounded to a multiple of a number.</summary>
    internal static Size2d SizeOf(int height, int width, int longestSide, int multiple)
    {
        int longest = Math.Max(width, height), wanted = longestSide == 0 ? longest : longestSide;
        return new Size2d(Scaled(height), Scaled(width));

        int Scaled(int side) => Math.Max(1, (int)Math.Round((double)side * wanted / longest / multiple)) * multiple;
    }

    private static Tensor Resized(Tensor input, int longestSide, int multiple)
    {
        Size2d size = SizeOf(input.ImageSize.Height, input.ImageSize.Width, longestSide, multiple);
        return size == input.ImageSize ? input : input.ResizeBilinear(size, antialias: true);
    }
}
