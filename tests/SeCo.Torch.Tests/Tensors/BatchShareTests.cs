using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class BatchShareTests : TensorTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)] // two views of the images, one after the other
    public void The_masks_of_shares_are_rows_of_the_mask_of_the_whole_batch(int views) => InScope(() =>
    {
        float[] whole = Mask(views * 5);
        (int First, int Count)[] shares = [(0, 2), (2, 1), (3, 2)];
        foreach ((int first, int count) in shares)
        {
            using BatchShare share = BatchShare.Open(first, count, 5);
            float[] own = Mask(views * count);
            for (int view = 0; view < views; view++)
            {
                Assert.Equal(whole.AsSpan(((view * 5) + first) * 4, count * 4), own.AsSpan(view * count * 4, count * 4));
            }
        }

        static float[] Mask(int rows) => Tensor.Ones([rows, 4, 1, 1]).Dropout(0.5, new RandomSource(3)).ToArray<float>();
    });

    [Fact]
    public void One_share_is_open_at_a_time_and_inputs_hold_it_a_whole_number_of_times() => InScope(() =>
    {
        using BatchShare share = BatchShare.Open(0, 2, 4);
        Assert.Throws<InvalidOperationException>(() => BatchShare.Open(2, 2, 4));
        Assert.Contains("tensor of 3 rows", Assert.Throws<ArgumentException>(() => Tensor.Ones([3, 1]).Dropout(0.5, new RandomSource(1))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchShare.Open(3, 2, 4));
    });
}
