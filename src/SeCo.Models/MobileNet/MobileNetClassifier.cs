using SeCo.Torch;

namespace SeCo.Models.MobileNet;

/// <summary>A region classifier on MobileNetV2, under torchvision's names (linear layer: <c>classifier.1</c>).</summary>
/// <remarks>A fifth of a ResNet-18's parameters; a training step on a processor nevertheless takes about one and a half times as long,
/// for its many norms.</remarks>
public sealed class MobileNetClassifier : RegionClassifier
{
    /// <summary>Creates the classifier in training mode.</summary>
    /// <param name="config">The shape of the MobileNetV2; null for the defaults.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="placement">Where masks enter.</param>
    /// <param name="random">Draws the first weights: He's for the convolutions, Xavier's normal ones for the linear layer;
    /// null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public MobileNetClassifier(MobileNetConfig? config, int classes, MaskPlacement placement = MaskPlacement.Paper, RandomSource? random = null)
        : base(new MobileNetV2(config, random), "classifier.1", classes, placement, random)
    {
    }
}
