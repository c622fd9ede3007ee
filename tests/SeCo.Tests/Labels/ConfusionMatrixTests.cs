using FsCheck.Xunit;
using SeCo.Imaging;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class ConfusionMatrixTests
{
    [Property]
    public bool Counts_every_pair_as_a_plain_loop_does(byte[] values, byte spread)
    {
        const int K = 5;
        byte[] alphabet = [0, 1, 2, 3, 4, 255];
        byte[] truth = [.. values.Append(spread).Select(v => alphabet[v % 6])];
        byte[] prediction = [.. values.Append(spread).Select(v => alphabet[(v / 6 / (1 + (spread % 3))) % 6])];
        long[] expected = new long[K * (K + 1)];
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i] != 255)
            {
                expected[(truth[i] * (K + 1)) + Math.Min((int)prediction[i], K)]++;
            }
        }

        ConfusionMatrix confusion = new(K);
        confusion.Add(new LabelMap(truth.Length, 1, truth), new LabelMap(truth.Length, 1, prediction));
        return confusion.Counts.SequenceEqual(expected);
    }

    [Fact]
    public void Matrices_add_up()
    {
        LabelMap a = new(2, 1, [0, 1]);
        LabelMap b = new(2, 1, [1, 1]);
        ConfusionMatrix both = new(2);
        both.Add(a, b);
        both.Add(b, a);
        ConfusionMatrix first = new(2);
        ConfusionMatrix second = new(2);
        first.Add(a, b);
        second.Add(b, a);

        first.Add(second);

        Assert.Equal(both.Counts.ToArray(), first.Counts.ToArray());
        Assert.Throws<ArgumentException>(() => first.Add(new ConfusionMatrix(3)));
    }

    [Theory]
    [InlineData(2, 0, "Label 2 in the ground truth")]
    [InlineData(0, 254, "Label 254 in the prediction")]
    [InlineData(255, 2, "Label 2 in the prediction")]
    public void A_label_outside_the_set_is_refused_and_nothing_is_counted(byte truth, byte prediction, string message)
    {
        ConfusionMatrix confusion = new(2);

        ArgumentException wrong = Assert.Throws<ArgumentException>(() => confusion.Add(new LabelMap(2, 1, [0, truth]), new LabelMap(2, 1, [0, prediction])));

        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
        Assert.All(confusion.Counts.ToArray(), count => Assert.Equal(0, count));
    }

    [Fact]
    public void Intersections_over_unions_leave_out_what_has_no_prediction_and_classes_that_are_nowhere()
    {
        ConfusionMatrix confusion = new(3);
        confusion.Add(new LabelMap(6, 1, [0, 0, 0, 1, 255, 0]), new LabelMap(6, 1, [0, 0, 1, 1, 0, 255]));
        Assert.Equal([2 / 3.0, 1 / 2.0, double.NaN], confusion.IntersectionsOverUnions());
    }

    [Fact]
    public void Sizes_must_agree() =>
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(2).Add(new LabelMap(2, 1, [0, 1]), new LabelMap(1, 2, [0, 1])));
}
