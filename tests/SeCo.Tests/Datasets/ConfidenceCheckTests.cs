using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Datasets;

public sealed class ConfidenceCheckTests : IDisposable
{
    private const int Pixels = 200;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(257, 100, "reach 100 of 255", "percent")] // 8 bits
    [InlineData(257, 1, "reach 1 of 255", "0 and 1")]
    [InlineData(1, 100, "reach 100 of 65535", "percent")] // 16 bits
    [InlineData(1, 255, "reach 255 of 65535", "8-bit values in a 16-bit file")]
    [InlineData(1, 1000, "reach 1000 of 65535", "thousandths")]
    [InlineData(1, 1, "reach 1 of 65535", "0 and 1")]
    [InlineData(1, 0, "reach 0 of 255", "All values are 0")]
    public void A_scale_that_no_probability_has_is_a_fault_with_its_probable_cause(int unit, int greatest, string reach, string cause)
    {
        (string? fault, string? suspicion) = Look(4, i => unit * (greatest * i / (Pixels - 1)));
        Assert.Contains("c.png: values " + reach, fault, StringComparison.Ordinal);
        Assert.Contains(cause, fault, StringComparison.Ordinal);
        Assert.Contains("below 1/4", fault, StringComparison.Ordinal);
        Assert.Null(suspicion);
    }

    [Fact]
    public void Confidences_of_a_maximum_are_neither_fault_nor_suspicion()
    {
        Assert.Equal((null, null), Look(4, i => 16384 + (i * 49151 / (Pixels - 1))));
        Assert.Equal((null, null), Look(4, i => 257 * (63 + (i % 193)))); // 1/4 in 8 bits, rounded down
        Assert.Equal((null, null), Look(4, i => i == 0 ? 0 : 60000)); // one odd pixel says nothing
        Assert.Equal((null, null), Look(1, i => 257 * i));
    }

    [Fact]
    public void A_share_below_the_least_is_a_suspicion_where_others_are_sure_as_with_more_classes_or_an_uncertainty()
    {
        (string? fault, string? suspicion) = Look(4, i => i < 20 ? 9000 : 60000);
        Assert.Null(fault);
        Assert.Contains("10 % of all pixels lie below 1/4", suspicion, StringComparison.Ordinal);
        Assert.Contains("A model of more classes", suspicion, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_value_is_below_the_least_the_1_of_another_scale_is_a_fault_and_a_low_greatest_value_a_suspicion()
    {
        Assert.Contains("look like percent", Look(19, i => 257 * (40 + (i % 61))).Fault, StringComparison.Ordinal);
        (string? fault, string? suspicion) = Look(19, i => 257 * (40 + (i % 50)));
        Assert.Null(fault);
        Assert.Contains("values reach 89 of 255, and no other file has greater ones", suspicion, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_without_a_prediction_do_not_count()
    {
        byte[] labels = [.. Enumerable.Range(0, Pixels).Select(i => i < 20 ? LabelMap.Ignore : (byte)0)];
        LabelPng.Write(_folder["p.png"], new LabelMap(Pixels, 1, labels));
        Assert.Equal((null, null), Look(4, i => i < 20 ? 0 : 60000, _folder["p.png"]));
    }

    [Fact]
    public void Files_that_cannot_be_read_are_left_to_their_readers()
    {
        File.WriteAllText(_folder["c.png"], "no PNG");
        ImageEntry entry = new() { Name = "a", ImagePath = "a.png", ConfidencePath = _folder["c.png"] };
        Assert.Equal((null, null), ConfidenceCheck.Look([entry], Classes(4), TestContext.Current.CancellationToken));
    }

    private (string? Fault, string? Suspicion) Look(int classes, Func<int, int> value, string? prediction = null)
    {
        ConfidencePng.Write(_folder["c.png"], new ConfidenceMap(Pixels, 1, [.. Enumerable.Range(0, Pixels).Select(i => (ushort)value(i))]));
        ImageEntry entry = new() { Name = "a", ImagePath = "a.png", ConfidencePath = _folder["c.png"], PredictionPath = prediction };
        return ConfidenceCheck.Look([entry], Classes(classes), TestContext.Current.CancellationToken);
    }

    private static ClassSet Classes(int count) =>
        new("k", [.. Enumerable.Range(0, count).Select(i => new SegmentationClass(i, $"c{i}", default, ClassKind.Stuff))]);
}
