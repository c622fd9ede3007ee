namespace SeCo.Models.ResNet;

/// <summary>How a ResNet begins.</summary>
public enum ResNetStem
{
    /// <summary>A 7×7 convolution of stride 2, then max pooling: torchvision's, which published weights need. Default.</summary>
    ImageNet,

    /// <summary>A 3×3 convolution of stride 1 and no pooling, for small images: the reference implementation's depths 18 and 34.</summary>
    Cifar,

    /// <summary>Three 3×3 convolutions of 32, 32 and 64 channels under the name <c>stem</c>, then max pooling: mmsegmentation's <c>ResNetV1c</c>.</summary>
    Deep,

    /// <summary>Three 3×3 convolutions of 64, 64 and 128 channels under the name <c>conv1</c>, then max pooling: UniMatch's.</summary>
    WideDeep,
}
