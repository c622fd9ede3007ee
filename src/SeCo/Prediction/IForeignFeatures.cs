namespace SeCo.Prediction;

/// <summary>A network of another program's file whose answer is a feature map. From <see cref="INetworkEngine.OpenFeatures"/>.</summary>
public interface IForeignFeatures : IFeatureNetwork, IDisposable
{
    /// <summary>How its input is made of an image; <see cref="NetworkPreprocessing.InputSize"/> is null where it takes any size.</summary>
    NetworkPreprocessing Preprocessing { get; }

    /// <summary>The sides of images are multiples of this number, where it takes any size.</summary>
    int SizeMultiple { get; }
}
