using SeCo.Prediction;

namespace SeCo.Correction.Backbones;

/// <summary>An output of a network that another engine runs, as features. Owns the network.</summary>
/// <param name="network">The network.</param>
/// <param name="longestSide">The longest side that images are resized to, where the network takes any size; 0 keeps their size.</param>
internal sealed class ForeignFeatures(IForeignFeatures network, int longestSide) : IImageFeatures
{
    public IReadOnlyList<int> Channels => network.FeatureChannels;

    public IEnumerable<FeatureMap> Describe(RgbImage image, string name, IReadOnlyList<int> levels)
    {
        using TensorScope scope = TensorScope.Open();
        Size2d size = network.Preprocessing.InputSize ?? NetworkFeatures.SizeOf(image.Height, image.Width, longestSide, network.SizeMultiple);
        IReadOnlyList<Tensor> maps = network.Features(InputImage.Make(image, size, network.Preprocessing));
        return [.. levels.Select(level => NetworkFeatures.ToMap(maps[level], image.Width, image.Height))];
    }

    public void Dispose() => network.Dispose();
}
