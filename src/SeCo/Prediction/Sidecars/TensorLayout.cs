namespace SeCo.Prediction.Sidecars;

/// <summary>The order of the axes of images, as other programs name it.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channels, rows, columns. Default.</summary>
    Nchw,

    /// <summary>Batch, rows, columns, channels.</summary>
    Nhwc,
}
