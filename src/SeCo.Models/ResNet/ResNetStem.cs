namespace SeCo.Models.ResNet;

/// <summary>How a ResNet begins.</summary>
public enum ResNetStem
{
    /// <summary>A 7×7 convolution of stride 2, then max pooling: torchvision's, which published weights need. Default.</summary>
    ImageNet,

    /// <summary>A 3×3 convolution of stride 1 and no pooling, for small images: the reference implementation's depths 18 and 34.</summary>
    Cifar,
}
