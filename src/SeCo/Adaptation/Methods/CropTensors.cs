using SeCo.Adaptation.Loading;
using SeCo.Torch;

namespace SeCo.Adaptation.Methods;

/// <summary>Crops as tensors, on the network's device.</summary>
internal static class CropTensors
{
    /// <summary>The pixels, float32 <c>[N, 3, H, W]</c>.</summary>
    public static Tensor Images(CropBatch crops, Device device) =>
        TensorScope.Run(() => Tensor.From(crops.Pixels, crops.Count, 3, crops.Size.Height, crops.Size.Width).To(device));

    /// <summary>The labels as the losses take them, int64 <c>[N, H, W]</c>.</summary>
    public static Tensor Labels(CropBatch crops, Device device) => TensorScope.Run(() => Bytes(crops, crops.Labels, device).To(DType.Int64));

    /// <summary>Where unlabelled crops show no image: bool <c>[N, H, W]</c>.</summary>
    public static Tensor Padding(CropBatch crops, Device device) => TensorScope.Run(() => Bytes(crops, crops.Labels, device).EqualTo(CropBatch.Padding));

    /// <summary>A number for each pixel of the crops, uint8 <c>[N, H, W]</c>.</summary>
    public static Tensor Bytes(CropBatch crops, byte[] values, Device device) =>
        TensorScope.Run(() => Tensor.From(values, crops.Count, crops.Size.Height, crops.Size.Width).To(device));
}
