namespace SeCo.Correction;

/// <summary>What describes images to the classifier by feature maps, frozen as it is.</summary>
public interface IImageFeatures : IDisposable
{
    /// <summary>Channels of each map, fine maps first.</summary>
    IReadOnlyList<int> Channels { get; }

    /// <summary>Looks at an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">Its name in the dataset.</param>
    /// <param name="levels">Which maps are wanted, from 0.</param>
    /// <returns>The wanted maps in their order, with as many channels as <see cref="Channels"/> says.</returns>
    IEnumerable<FeatureMap> Describe(RgbImage image, string name, IReadOnlyList<int> levels);
}
