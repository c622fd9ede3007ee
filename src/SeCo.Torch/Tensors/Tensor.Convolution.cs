namespace SeCo.Torch;

public sealed partial class Tensor
{
    // Half of the largest buffer that the heap keeps (NativeHeap).
    private const long LargestUnfolded = 64 << 20;

    /// <summary>Convolution of images <c>[N, C, H, W]</c>.</summary>
    /// <param name="weight"><c>[out, C / groups, kernel height, kernel width]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="stride">Pixels from one position of the kernel to the next; 1 where missing.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Pixels from one kernel element to the next; 1 where missing.</param>
    /// <param name="groups">Number of parts into which the channels are divided; each output sees one part.</param>
    /// <exception cref="TorchException">Ranks or channels do not fit.</exception>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank != 4 || weight.Rank != 4 || Shape[1] != weight.Shape[1] * groups)
        {
            throw Operator.Refuse(
                "aten::convolution", $"the input must be [N, C, H, W] and the weight [out, C / groups, kH, kW]; groups = {groups}", this, weight);
        }

        if (Device != Device.Cpu || TorchRuntime.WhyNoOneDnn.Length == 0 || OperatorRecorder.Current is not null)
        {
            return Convolve(weight, bias, stride ?? 1, padding, dilation ?? 1, groups);
        }

        // Without oneDNN, libtorch convolves group by group, which takes up to 33 times as long as a sum over the kernel's elements (docs/performance.md).
        bool isDepthwise = groups > 1 && groups == Shape[1] && groups == weight.Shape[0];
        return isDepthwise
            ? ConvolveDepthwise(weight, bias, stride ?? 1, padding, dilation ?? 1)
            : ConvolveInParts(weight, bias, stride ?? 1, padding, dilation ?? 1, groups, LargestUnfolded);
    }

    /// <summary>Transposed convolution of images <c>[N, C, H, W]</c>: the gradient of <see cref="Conv2d"/> with respect to its input,
    /// used to enlarge.</summary>
    /// <param name="weight"><c>[C, out, kernel height, kernel width]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="stride">Pixels of the output from one input pixel to the next; 1 where missing.</param>
    /// <exception cref="TorchException">Ranks or channels do not fit.</exception>
    public Tensor ConvTranspose2d(Tensor weight, Tensor? bias = null, Size2d? stride = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank != 4 || weight.Rank != 4 || Shape[1] != weight.Shape[0])
        {
            throw Operator.Refuse("aten::convolution (transposed)", "the input must be [N, C, H, W] and the weight [C, out, kH, kW]", this, weight);
        }

        return Convolve(weight, bias, stride ?? 1, padding: default, dilation: 1, groups: 1, transposed: true);
    }

    /// <summary>Convolution of some images at a time: as many as copies of so many bytes at most allow.</summary>
    /// <remarks>Without oneDNN libtorch copies what the kernel sees at each position, for the whole batch at once: the kernel's elements in all channels,
    /// for every position of the output. Buffers that the heap does not keep are asked of the system anew each time, which made a batch of 24 take three
    /// times as long an image as one of 8 (docs/performance.md).</remarks>
    internal Tensor ConvolveInParts(Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d dilation, int groups, long largest)
    {
        // a stride of 0 is libtorch's to refuse
        long positions = (Shape[2] + (2 * padding.Height)) * (Shape[3] + (2 * padding.Width)) / Math.Max((long)stride.Height * stride.Width, 1);
        long unfolded = sizeof(float) * positions * Shape[1] * weight.Shape[2] * weight.Shape[3];
        long together = Math.Max(largest / Math.Max(unfolded, 1), 1);
        bool isCopied = weight.Shape[2] > 1 || weight.Shape[3] > 1;
        if (!isCopied || Shape[0] <= together)
        {
            return Convolve(weight, bias, stride, padding, dilation, groups);
        }

        return TensorScope.Run(() =>
        {
            List<Tensor> parts = [];
            for (long first = 0; first < Shape[0]; first += together)
            {
                parts.Add(Narrow(0, first, Math.Min(together, Shape[0] - first)).Convolve(weight, bias, stride, padding, dilation, groups));
            }

            return Cat(parts);
        });
    }

    /// <summary>Convolution of each channel with a kernel of its own, as a sum over the kernel's elements of the image, shifted and scaled.</summary>
    /// <exception cref="TorchException">The kernel does not fit into the image.</exception>
    internal Tensor ConvolveDepthwise(Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d dilation) => TensorScope.Run(() =>
    {
        Tensor padded = padding == default ? this : Pad([padding.Width, padding.Width, padding.Height, padding.Height]);
        long rows = ((padded.Shape[2] - (dilation.Height * (weight.Shape[2] - 1)) - 1) / stride.Height) + 1;
        long columns = ((padded.Shape[3] - (dilation.Width * (weight.Shape[3] - 1)) - 1) / stride.Width) + 1;
        if (rows < 1 || columns < 1)
        {
            throw Operator.Refuse(
                "aten::convolution", $"the image with its padding of {padding} is smaller than the kernel with its dilation of {dilation}", this, weight);
        }

        Tensor? sum = null;
        for (int y = 0; y < weight.Shape[2]; y++)
        {
            for (int x = 0; x < weight.Shape[3]; x++)
            {
                (int top, int left) = (y * dilation.Height, x * dilation.Width);
                Tensor seen = padded.Slice(2, top, top + ((rows - 1) * stride.Height) + 1, stride.Height).Slice(
                    3, left, left + ((columns - 1) * stride.Width) + 1, stride.Width);
                Tensor scaled = seen * weight.Narrow(2, y, 1).Narrow(3, x, 1).Reshape(1, weight.Shape[0], 1, 1);
                sum = sum is null ? scaled : sum + scaled;
            }
        }

        return bias is null ? sum! : sum! + bias.Reshape(1, weight.Shape[0], 1, 1);
    });

    private Tensor Convolve(Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d dilation, int groups, bool transposed = false) =>
        Operator.Call("aten::convolution"u8).Tensor(this).Tensor(weight).TensorOrNone(bias)
            .Size2d(stride).Size2d(padding).Size2d(dilation).Bool(transposed).Size2d(0).Int(groups).Return();
}
