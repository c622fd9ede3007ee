using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ConvolutionTests : TensorTest
{
    private static readonly float[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void A_kernel_of_ones_sums_its_window() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 3, 3], Nine);
        Tensor ones = Tensor.Ones([1, 1, 2, 2]);
        AssertTensor(x.Conv2d(ones), [1, 1, 2, 2], [12, 16, 24, 28]);
        AssertTensor(x.Conv2d(ones, Floats([1], 100)), [1, 1, 2, 2], [112, 116, 124, 128]);
        AssertTensor(x.Conv2d(ones, stride: 2, padding: 1), [1, 1, 2, 2], [1, 5, 11, 28]);
        AssertTensor(x.Conv2d(ones, dilation: 2), [1, 1, 1, 1], [20]);
        AssertTensor(x.Conv2d(ones, padding: new Size2d(0, 1)), [1, 1, 2, 4], [5, 12, 16, 9, 11, 24, 28, 15]);
    });

    [Fact]
    public void Groups_see_their_own_channels_only() => InScope(() =>
    {
        Tensor x = Floats([1, 2, 1, 1], 3, 5);
        Tensor weight = Floats([2, 1, 1, 1], 10, 100);
        AssertTensor(x.Conv2d(weight, groups: 2), [1, 2, 1, 1], [30, 500]);
        AssertTensor(x.Conv2d(Floats([1, 2, 1, 1], 10, 100)), [1, 1, 1, 1], [530]);
    });

    [Fact]
    public void Both_memory_formats_give_the_same_result() => InScope(() =>
    {
        RandomSource random = new(1);
        Tensor x = Tensor.Gaussian(random, [2, 8, 9, 7]);
        Tensor weight = Tensor.Gaussian(random, [4, 8, 3, 3]);
        Tensor last = x.ToMemoryFormat(MemoryFormat.ChannelsLast).Conv2d(weight.ToMemoryFormat(MemoryFormat.ChannelsLast), padding: 1);
        double[] expected = x.Conv2d(weight, padding: 1).To(DType.Float64).ToArray<double>();
        AssertTensor(last, [2, 4, 9, 7], expected, 1e-4);
        Assert.Equal(1, last.Strides()[1]);
    });

    [Theory]
    [InlineData(19, 12, 1, 16)]
    [InlineData(12, 12, 8, 8)]
    [InlineData(25, 28, 1, 4)]
    [InlineData(1, 1, 1, 8)]
    public void What_was_in_memory_before_never_reaches_a_result(int inputs, int outputs, int dilation, int size) => InScope(() =>
    {
        RandomSource random = new(1);
        Tensor x = Tensor.Gaussian(random, [2, inputs, size, size]);
        Tensor weight = Tensor.Gaussian(random, [outputs, inputs, 3, 3]);
        x.RequiresGrad = weight.RequiresGrad = true;
        LeaveNaNs();
        Tensor y = x.Conv2d(weight, padding: dilation, dilation: dilation);
        LeaveNaNs();
        y.Square().Sum().Backward();
        Assert.All(new[] { y.Detach(), x.Grad!, weight.Grad! }, t => Assert.True(double.IsFinite(t.Abs().Sum().Item())));
    });

    [Theory]
    [InlineData(1, 1, 1, true)]
    [InlineData(2, 0, 2, false)]
    [InlineData(3, 2, 1, true)]
    public void A_depthwise_convolution_is_a_sum_over_its_kernel(int stride, int padding, int dilation, bool hasBias) => InScope(() =>
    {
        RandomSource random = new(2);
        Tensor x = Tensor.Gaussian(random, [2, 5, 11, 9]).ToMemoryFormat(MemoryFormat.ChannelsLast).Detach();
        Tensor weight = Tensor.Gaussian(random, [5, 1, 3, 2]);
        Tensor bias = Tensor.Gaussian(random, [5]);
        Tensor[] leaves = [x, weight, bias];
        Assert.All(leaves, leaf => leaf.RequiresGrad = true);
        Tensor whole = x.ConvolveDepthwise(weight, hasBias ? bias : null, stride, padding, dilation);
        whole.Square().Sum().Backward();
        float[][] gradients = [.. leaves.Select(leaf => leaf.Grad?.ToArray<float>() ?? [])];
        Assert.All(leaves, leaf => leaf.Grad?.MultiplyInPlace(0));

        // one channel at a time: no group, so no shortcut
        Tensor parts = Tensor.Cat([.. Enumerable.Range(0, 5).Select(c =>
            x.Narrow(1, c, 1).Conv2d(weight.Narrow(0, c, 1), hasBias ? bias.Narrow(0, c, 1) : null, stride, padding, dilation))], 1);
        AssertTensor(whole, parts.Shape.ToArray(), parts.To(DType.Float64).ToArray<double>(), 1e-4);
        parts.Square().Sum().Backward();
        for (int i = 0; i < leaves.Length; i++)
        {
            float[] expected = leaves[i].Grad?.ToArray<float>() ?? [];
            Assert.Equal(expected.Length, gradients[i].Length);
            Assert.All(expected.Zip(gradients[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * Math.Max(1, Math.Abs(pair.First))));
        }
    });

    [Theory]
    [InlineData(1, 1)] // fewer bytes than one image needs: each by itself
    [InlineData(2, 11_000)] // two, two and one
    [InlineData(1, long.MaxValue)]
    public void Some_images_at_a_time_give_what_the_whole_batch_gives(int groups, long largest) => InScope(() =>
    {
        RandomSource random = new(3);
        Tensor x = Tensor.Gaussian(random, [5, 4, 11, 9]);
        Tensor weight = Tensor.Gaussian(random, [6, 4 / groups, 3, 3]);
        Tensor bias = Tensor.Gaussian(random, [6]);
        Tensor[] leaves = [x, weight, bias];
        Assert.All(leaves, leaf => leaf.RequiresGrad = true);
        Tensor parts = x.ConvolveInParts(weight, bias, 2, 1, 1, groups, largest);
        parts.Square().Sum().Backward();
        float[][] gradients = [.. leaves.Select(leaf => leaf.Grad!.ToArray<float>())];
        Assert.All(leaves, leaf => leaf.Grad!.MultiplyInPlace(0));

        // in double precision, on whatever convolves where this runs
        Tensor whole = x.To(DType.Float64).Conv2d(weight.To(DType.Float64), bias.To(DType.Float64), 2, 1, groups: groups);
        AssertTensor(parts, whole.Shape.ToArray(), whole.ToArray<double>(), 1e-4);
        whole.Square().Sum().Backward();
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.All(
                leaves[i].Grad!.ToArray<float>().Zip(gradients[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * Math.Max(1, Math.Abs(pair.First))));
        }
    });

    [Fact]
    public void A_kernel_larger_than_the_image_is_refused() => InScope(() =>
    {
        Assert.Throws<TorchException>(() => Tensor.Ones([1, 4, 2, 5]).Conv2d(Tensor.Ones([4, 1, 3, 3]), groups: 4));
        TorchException error =
            Assert.Throws<TorchException>(() => Tensor.Ones([1, 4, 2, 5]).ConvolveDepthwise(Tensor.Ones([4, 1, 3, 3]), null, 1, default, 1));
        Assert.Contains("smaller than the kernel", error.Message, StringComparison.Ordinal);
    });

    /// <summary>Frees buffers of many sizes that are full of NaN, for the next to find.</summary>
    private static void LeaveNaNs()
    {
        using TensorScope scope = TensorScope.Open();
        for (int i = 0; i < 48; i++)
        {
            _ = Tensor.Full([64 << (i % 12)], float.NaN);
        }
    }

    [Fact]
    public void A_transposed_kernel_spreads_each_pixel() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 1, 2], 1, 10);
        Tensor kernel = Floats([1, 1, 2, 2], 1, 2, 3, 4);
        AssertTensor(x.ConvTranspose2d(kernel, stride: 2), [1, 1, 2, 4], [1, 2, 10, 20, 3, 4, 30, 40]);
        AssertTensor(x.ConvTranspose2d(kernel, Floats([1], 5)), [1, 1, 2, 3], [6, 17, 25, 8, 39, 45]);
    });

    [Fact]
    public void Channels_that_do_not_fit_are_named() => InScope(() =>
    {
        TorchException error = Assert.Throws<TorchException>(() => Tensor.Ones([1, 3, 4, 4]).Conv2d(Tensor.Ones([2, 4, 3, 3])));
        Assert.Contains("[out, C / groups, kH, kW]", error.Message, StringComparison.Ordinal);
        Assert.Contains("float32[1, 3, 4, 4] cpu, float32[2, 4, 3, 3] cpu", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Tensor.Ones([1, 3, 4, 4]).ConvTranspose2d(Tensor.Ones([2, 4, 3, 3])));
    });
}
