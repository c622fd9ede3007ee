using SeCo.Torch.Interop;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Convolution of images <c>[N, C, H, W]</c>.</summary>
    /// <param name="weight"><c>[out, C / groups, kernel height, kernel width]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="stride">Pixels from one position of the kernel to the next; 1 where missing.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Pixels from one kernel element to the next; 1 where missing.</param>
    /// <param name="groups">Number of parts into which the channels are divided; each output sees one part.</param>
    /// <exception cref="TorchException">Ranks or channels do not fit.</exception>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, Extent? stride = null, Extent padding = default, Extent? dilation = null, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank != 4 || weight.Rank != 4 || Shape[1] != weight.Shape[1] * groups)
        {
            throw Operator.Refuse("aten::convolution", $"the input must be [N, C, H, W] and the weight [out, C / groups, kH, kW]; groups = {groups}", this, weight);
        }

        return Convolve(weight, bias, stride ?? 1, padding, dilation ?? 1, transposed: false, outputPadding: default, groups);
    }

    /// <summary>Transposed convolution of images <c>[N, C, H, W]</c>: the gradient of <see cref="Conv2d"/> with respect to its input, used to enlarge.</summary>
    /// <param name="weight"><c>[C, out / groups, kernel height, kernel width]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="stride">Pixels of the output from one input pixel to the next; 1 where missing.</param>
    /// <param name="padding">Rows and columns cut off on each side of the output.</param>
    /// <param name="outputPadding">Rows and columns added at the bottom and the right.</param>
    /// <param name="groups">Number of parts into which the channels are divided.</param>
    /// <param name="dilation">Pixels from one kernel element to the next; 1 where missing.</param>
    /// <exception cref="TorchException">Ranks or channels do not fit.</exception>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, Extent? stride = null, Extent padding = default, Extent outputPadding = default, int groups = 1, Extent? dilation = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank != 4 || weight.Rank != 4 || Shape[1] != weight.Shape[0])
        {
            throw Operator.Refuse("aten::convolution (transposed)", "the input must be [N, C, H, W] and the weight [C, out / groups, kH, kW]", this, weight);
        }

        return Convolve(weight, bias, stride ?? 1, padding, dilation ?? 1, transposed: true, outputPadding, groups);
    }

    private Tensor Convolve(
        Tensor weight, Tensor? bias, Extent stride, Extent padding, Extent dilation, bool transposed, Extent outputPadding, int groups) =>
        Operator.Call("aten::convolution"u8).Tensor(this).Tensor(weight).TensorOrNone(bias)
            .Extent(stride).Extent(padding).Extent(dilation).Bool(transposed).Extent(outputPadding).Int(groups).Return();
}
