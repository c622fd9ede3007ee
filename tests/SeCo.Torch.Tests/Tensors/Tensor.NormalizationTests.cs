using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class NormalizationTests : TensorTest
{
    [Fact]
    public void Batch_norm_uses_the_batch_in_training_and_updates_the_running_values() => InScope(() =>
    {
        Tensor x = Floats([2, 1, 1, 2], 1, 3, 5, 7); // mean 4, variance 5, unbiased 20/3
        Tensor mean = Floats([1], 10);
        Tensor variance = Floats([1], 1);
        double s = Math.Sqrt(5);
        AssertTensor(
            x.BatchNorm(Floats([1], 2), Floats([1], 1), mean, variance, training: true, momentum: 0.1, epsilon: 0),
            [2, 1, 1, 2],
            [1 - (6 / s), 1 - (2 / s), 1 + (2 / s), 1 + (6 / s)]);
        AssertTensor(mean, [1], [9.4]);
        AssertTensor(variance, [1], [0.9 + (0.1 * 20 / 3)]);
    });

    [Fact]
    public void Batch_norm_uses_the_running_values_in_evaluation() => InScope(() =>
    {
        Tensor mean = Floats([2], 1, 2);
        Tensor variance = Floats([2], 4, 9);
        AssertTensor(Floats([1, 2, 1, 1], 3, 8).BatchNorm(null, null, mean, variance, training: false, epsilon: 0), [1, 2, 1, 1], [1, 2]);
        AssertTensor(mean, [2], [1, 2]);
    });

    [Fact]
    public void Layer_norm_by_hand() => InScope(() =>
    {
        double s = Math.Sqrt(2.0 / 3);
        AssertTensor(Floats([1, 3], 1, 2, 3).LayerNorm([3], epsilon: 0), [1, 3], [-1 / s, 0, 1 / s]);
        AssertTensor(Floats([1, 3], 1, 2, 3).LayerNorm([3], Floats([3], 1, 2, 3), Floats([3], 0, 5, 1), 0), [1, 3], [-1 / s, 5, 1 + (3 / s)]);
    });

    [Fact]
    public void Lengths_that_do_not_fit_are_named() => InScope(() =>
    {
        Assert.Throws<TorchException>(() => Tensor.Ones([1, 3, 2, 2]).BatchNorm(Tensor.Ones([2]), null, null, null, true));
        Assert.Contains("[5]", Assert.Throws<TorchException>(() => Tensor.Ones([1, 3]).LayerNorm([5])).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Dropout_drops_its_share_and_keeps_the_mean() => InScope(() =>
    {
        Tensor dropped = Tensor.Ones([100, 100]).Dropout(0.25, new RandomSource(3));
        float[] values = dropped.ToArray<float>();
        Assert.Equal([0f, 4f / 3], values.Distinct().Order());
        Assert.InRange(values.Count(v => v == 0), 2300, 2700);
        Assert.Equal(values, Tensor.Ones([100, 100]).Dropout(0.25, new RandomSource(3)).ToArray<float>());
        AssertTensor(Tensor.Ones([2]).Dropout(0, new RandomSource(1)), [2], [1, 1]);
    });

    [Fact]
    public void Dropout_of_channels_keeps_or_drops_them_whole() => InScope(() =>
    {
        float[] sums = Tensor.Ones([4, 50, 2, 2]).Dropout(0.5, new RandomSource(3), wholeChannels: true).Sum([2, 3]).ToArray<float>();
        Assert.Equal([0f, 8], sums.Distinct().Order());
    });
}
