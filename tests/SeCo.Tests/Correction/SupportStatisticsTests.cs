using SeCo.Correction;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Correction;

public sealed class SupportStatisticsTests
{
    [Fact]
    public void Doubt_is_that_of_the_pixels_which_the_model_calls_by_their_label()
    {
        LabelMap given = new(4, 1, [0, 0, 0, 1]);
        ConfidenceMap support = new(4, 1, [0, 13107, 39321, 65535]); // 0, 0.2, 0.6, 1
        SupportStatistics statistics = new(3);
        statistics.Add(given, support);

        Assert.Equal([0.6, 0, 1], statistics.Doubts(), (expected, found) => Math.Abs(expected - found) < 1e-9);
    }
}
