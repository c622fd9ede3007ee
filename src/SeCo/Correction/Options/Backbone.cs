namespace SeCo.Correction;

/// <summary>The network that looks at a region.</summary>
public enum Backbone
{
    /// <summary>ResNet with 18 layers.</summary>
    [ConfigurationName("resnet18")]
    ResNet18,

    /// <summary>ResNet with 34 layers.</summary>
    [ConfigurationName("resnet34")]
    ResNet34,

    /// <summary>ResNet with 50 layers.</summary>
    [ConfigurationName("resnet50")]
    ResNet50,

    /// <summary>ResNet with 101 layers (paper).</summary>
    [ConfigurationName("resnet101")]
    ResNet101,

    /// <summary>MobileNetV2.</summary>
    [ConfigurationName("mobilenet_v2")]
    MobileNetV2,

    /// <summary>The encoder of ESPNet (p = 2, q = 8): features of the segmentation model itself, where its weights are at hand.</summary>
    [ConfigurationName("espnet")]
    EspNet,

    /// <summary>DINOv2 (ViT-S, B or L, with or without registers): <c>weights</c> is Meta's file, as <c>dinov2_vits14_pretrain.pth</c>, or
    /// <c>model.safetensors</c> of a Hugging Face folder. Frozen.</summary>
    [ConfigurationName("dinov2")]
    DinoV2,

    /// <summary>The network that predicts (the run's section <c>model</c>): what it sees inside, where its answer is made. Any network of ours.</summary>
    [ConfigurationName("model")]
    Model,

    /// <summary>The segmenter that made the masks (SAM of any kind, or a program's own): what its encoder sees. Kept with its answers while it looks at an
    /// image for masks, so that nothing is computed twice. Frozen.</summary>
    [ConfigurationName("segmenter")]
    Segmenter,

    /// <summary>An output of an ONNX file (<c>weights</c>, with its sidecar; <c>frozen.output</c>), a map or the tokens of a vision transformer.
    /// Frozen.</summary>
    [ConfigurationName("onnx")]
    Onnx,

    /// <summary>No network: colour, texture, shape and position of the region.</summary>
    [ConfigurationName("descriptors")]
    Descriptors,
}
