using SeCo.Torch.Nn;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class SharedNormalizationTests : TensorTest
{
    private const int Images = 5, Channels = 3, Height = 4, Width = 2;

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void Norms_of_shares_are_those_of_the_whole_batch_forward_and_backward(int first, bool channelsLast) => InScope(() =>
    {
        MemoryFormat format = channelsLast ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
        Result whole = Train(0, Images, format);
        object gate = new();
        List<double[]> met = [];
        Result[] shares = new Result[2];
        using Barrier barrier = new(2);
        Thread[] threads =
        [
            .. Enumerable.Range(0, 2).Select(i => new Thread(() =>
            {
                (int from, int count) = i == 0 ? (0, first) : (first, Images - first);
                using TensorScope scope = TensorScope.Open();
                using BatchShare share = BatchShare.Open(from, count, Images, Sum);
                shares[i] = Train(from, count, format);
                share.ThrowIfFailed();
            }) { IsBackground = true }),
        ];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        AssertClose(whole.Output, [.. shares[0].Output, .. shares[1].Output]);
        AssertClose(whole.InputGradient, [.. shares[0].InputGradient, .. shares[1].InputGradient]);
        AssertClose(whole.WeightGradient, [.. shares[0].WeightGradient.Zip(shares[1].WeightGradient, (a, b) => a + b)]);
        AssertClose(whole.Running, shares[0].Running);
        AssertClose(whole.Running, shares[1].Running);

        void Sum(Span<double> values)
        {
            lock (gate)
            {
                met.Add(values.ToArray());
            }

            barrier.SignalAndWait();
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = met[^2][i] + met[^1][i];
            }

            barrier.SignalAndWait();
        }
    });

    [Fact]
    public void What_goes_wrong_in_the_backward_pass_is_thrown_after_it() => InScope(() =>
    {
        int calls = 0;
        using BatchShare share = BatchShare.Open(0, 2, 4, values =>
        {
            if (++calls == 3)
            {
                throw new InvalidOperationException("the third sum");
            }
        });
        Train(0, 2, MemoryFormat.Contiguous);
        Assert.Equal("the third sum", Assert.Throws<InvalidOperationException>(share.ThrowIfFailed).Message);
    });

    private static void AssertClose(float[] expected, float[] actual)
    {
        double tolerance = 1e-5 * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }

    /// <summary>Forward and backward through a norm, of some images of the batch; each pixel's loss has a weight of its own.</summary>
    private static Result Train(int first, int count, MemoryFormat format)
    {
        using BatchNorm2d norm = new(Channels);
        using (GradMode mode = GradMode.Disable())
        {
            norm.Weight.CopyInPlace(Floats([Channels], 1, 2, -1));
        }

        Tensor input = Waves(first, count, 0.3, 2).ToMemoryFormat(format).Detach();
        input.RequiresGrad = true;
        Tensor output = norm.Forward(input);
        (output * output * Waves(first, count, 0.7, 1)).Sum().Backward();
        return new Result(
            output.ToArray<float>(), input.Grad!.ToArray<float>(), [.. norm.Weight.Grad!.ToArray<float>(), .. norm.Bias.Grad!.ToArray<float>()],
            [.. norm.RunningMean.ToArray<float>(), .. norm.RunningVariance.ToArray<float>()]);
    }

    private static Tensor Waves(int first, int count, double step, double shift)
    {
        const int Length = Channels * Height * Width;
        return Tensor.From<float>(
            [.. Enumerable.Range(first * Length, count * Length).Select(i => (float)(Math.Sin(step * i) + shift))], count, Channels, Height, Width);
    }

    private sealed record Result(float[] Output, float[] InputGradient, float[] WeightGradient, float[] Running);
}
