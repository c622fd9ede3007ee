namespace SeCo.Models;

/// <summary>A network whose intermediate feature maps describe an image at several scales.</summary>
public interface IFeatureNetwork
{
    /// <summary>Channels of each feature map, fine maps first.</summary>
    IReadOnlyList<int> FeatureChannels { get; }

    /// <summary>Computes the feature maps, fine maps first.</summary>
    /// <param name="images">Normalised images, float32 <c>[N, 3, H, W]</c>.</param>
    /// <returns>Maps <c>[N, C_i, H_i, W_i]</c> with C_i of <see cref="FeatureChannels"/>; they belong to the open scope.</returns>
    IReadOnlyList<Tensor> Features(Tensor images);
}
