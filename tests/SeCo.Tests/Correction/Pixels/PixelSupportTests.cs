using SeCo.Correction;
using SeCo.Correction.Pixels;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Pixels;

public sealed class PixelSupportTests : IDisposable
{
    private static readonly LabelMap Given = new(4, 1, [0, 0, 0, 1]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_the_confidence_where_the_model_agrees_and_nothing_elsewhere()
    {
        ImageEntry entry = Image([1, 0, 0, 1], [60000, 13107, 39321, 65535]);

        Assert.Equal([0, 13107, 39321, 65535], Support(sums: false, maps: false).Measure(entry, Given)!.Pixels.ToArray());
        Assert.Null(Support(sums: true, maps: true).Measure(entry with { ConfidencePath = null }, Given));
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Doubt_is_that_of_the_pixels_which_the_model_calls_by_their_label(bool measuredBefore)
    {
        ImageEntry entry = Image([1, 0, 0, 1], [60000, 13107, 39321, 65535]); // 0.2 and 0.6 of class 0, 1 of class 1
        PixelSupport support = Support(sums: true, maps: false);
        if (measuredBefore)
        {
            support.Measure(entry, Given);
            File.Delete(entry.ConfidencePath!); // nothing is decoded twice
        }

        Assert.Equal([0.6, 0, 1], support.Doubts([entry], 1, _ => { }, TestContext.Current.CancellationToken), (expected, found) =>
            Math.Abs(expected - found) < 1e-9);
    }

    [Fact]
    public void A_map_is_kept_until_it_is_cleared_and_then_measured_again()
    {
        ImageEntry entry = Image([0, 0, 0, 1], [1, 2, 3, 4]);
        PixelSupport support = Support(sums: false, maps: true);
        support.Measure(entry, Given);
        ConfidencePng.Write(entry.ConfidencePath!, new ConfidenceMap(4, 1, [5, 6, 7, 8]));

        Assert.Equal([1, 2, 3, 4], support.Of(entry).Pixels.ToArray());
        support.Clear();
        Assert.Equal([5, 6, 7, 8], support.Of(entry).Pixels.ToArray());
    }

    [Fact]
    public void Files_of_another_size_than_the_labels_are_refused()
    {
        ImageEntry entry = Image([0, 0, 0, 1], [1, 2, 3, 4]);

        DatasetException wrong = Assert.Throws<DatasetException>(() => Support(sums: false, maps: false).Measure(entry, new LabelMap(2, 2)));
        Assert.Contains(entry.ConfidencePath!, wrong.Message, StringComparison.Ordinal);
    }

    private PixelSupport Support(bool sums, bool maps) => new(3, new StageFiles(_folder["in"]), new CorrectionFiles(_folder["out"]), sums, maps);

    private ImageEntry Image(byte[] predicted, ushort[] confidence)
    {
        ImageEntry entry = new()
        {
            Name = "x", ImagePath = _folder["x.png"], PredictionPath = _folder["x.prediction.png"], ConfidencePath = _folder["x.confidence.png"],
        };
        LabelPng.Write(entry.PredictionPath, new LabelMap(4, 1, predicted));
        ConfidencePng.Write(entry.ConfidencePath, new ConfidenceMap(4, 1, confidence));
        Directory.CreateDirectory(_folder["in/labels"]);
        LabelPng.Write(_folder["in/labels/x.png"], Given);
        return entry;
    }
}
