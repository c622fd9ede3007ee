using SeCo.Torch;

namespace SeCo.Models.ResNet;

/// <summary>A region classifier on a ResNet, under torchvision's names (linear layer: <c>fc</c>). Source: <c>SCC/models/resnet.py</c>.</summary>
public sealed class ResNetClassifier : RegionClassifier
{
    /// <summary>Creates the classifier in training mode.</summary>
    /// <param name="config">The shape of the ResNet; null for the defaults, <see cref="ResNetConfig.Reference"/> for the reference's.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="placement">Where masks enter.</param>
    /// <param name="random">Draws the first weights: He's for the convolutions, Xavier's normal ones for the linear layer;
    /// null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public ResNetClassifier(ResNetConfig? config, int classes, MaskPlacement placement = MaskPlacement.Paper, RandomSource? random = null)
        : base(new ResNet(config, random), "fc", classes, placement, random)
    {
    }
}
