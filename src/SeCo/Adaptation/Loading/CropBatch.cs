namespace SeCo.Adaptation.Loading;

/// <summary>Crops of equal size, ready for the network: normalised pixels and labels in row-major order.</summary>
internal sealed class CropBatch(int count, Size2d size, bool isWeighed = false)
{
    /// <summary>In unlabelled crops: padding, where the crop shows no image.</summary>
    public const byte Padding = 254;

    public int Count { get; } = count;

    /// <summary>Normalised pixels <c>[N, 3, H, W]</c> in the network's channel order; padding is black before normalising.</summary>
    public float[] Pixels { get; } = new float[checked(count * 3 * size.Height * size.Width)];

    /// <summary>Labels <c>[N, H, W]</c>: 0…K-1; 255 for none and in padding of labelled crops; <see cref="Padding"/> in padding of unlabelled ones.</summary>
    public byte[] Labels { get; } = new byte[checked(count * size.Height * size.Width)];

    /// <summary>How far each label is trusted, 0 to 255, <c>[N, H, W]</c>; null where all count alike.</summary>
    public byte[]? Trust { get; } = isWeighed ? new byte[checked(count * size.Height * size.Width)] : null;

    /// <summary>The pixels on a device, float32 <c>[N, 3, H, W]</c>.</summary>
    public Tensor Images(Device device) => TensorScope.Run(() => Tensor.From(Pixels, Count, 3, size.Height, size.Width).To(device));

    /// <summary>The labels as the losses take them, int64 <c>[N, H, W]</c>.</summary>
    public Tensor Targets(Device device) => TensorScope.Run(() => Map(Labels, device).To(DType.Int64));

    /// <summary>The weights of the labels in the loss, float32 <c>[N, H, W]</c> in [0, 1]; null where all count alike.</summary>
    public Tensor? Weights(Device device) => Trust is null ? null : TensorScope.Run(() => Map(Trust, device).To(DType.Float32) / byte.MaxValue);

    /// <summary>Where unlabelled crops show no image: bool <c>[N, H, W]</c>.</summary>
    public Tensor IsPadding(Device device) => TensorScope.Run(() => Map(Labels, device).EqualTo(Padding));

    /// <summary>A number for each pixel of the crops, uint8 <c>[N, H, W]</c>.</summary>
    public Tensor Map(byte[] values, Device device) => TensorScope.Run(() => Tensor.From(values, Count, size.Height, size.Width).To(device));
}
