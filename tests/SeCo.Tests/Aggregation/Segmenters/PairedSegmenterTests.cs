using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Tests.Aggregation.Segmenters.Examples;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters;

public sealed class PairedSegmenterTests
{
    [Fact]
    public void Masks_come_from_the_one_and_answers_from_the_other_and_both_decide_the_fingerprint()
    {
        using PairedSegmenter pair = new(new TileSegmenter(4), new TileSegmenter(2));
        using ISegmentedImage image = pair.Open(new RgbImage(8, 4));

        Assert.Equal([16L, 16L], image.GenerateMasks().Select(m => m.Mask.Area));
        Assert.Equal(4, image.Predict([new SegmentPrompt(null, [new ImagePoint(5, 3)])])[0].Mask.Area);
        Assert.Equal("tiles/1 side=4; prompts: tiles/1 side=2", pair.Fingerprint);
        Assert.Equal(0, pair.FeatureChannels);
        Assert.Throws<NotSupportedException>(() => image.Features());
    }

    [Fact]
    public void An_image_is_opened_by_the_one_that_is_asked_and_what_is_shared_is_let_go_of_by_both()
    {
        int released = 0;
        SegmenterSource masks = new(() => new Unwilling()) { Fingerprint = () => "a", Release = () => released++ };
        SegmenterSource prompts = new(() => new TileSegmenter(2)) { Fingerprint = () => "b", Release = () => released++ };
        SegmenterSource source = PairedSegmenter.Of(masks, prompts);
        using ISegmenter segmenter = source.Open();
        using ISegmentedImage image = segmenter.Open(new RgbImage(8, 4));

        Assert.Single(image.Predict([new SegmentPrompt(null, [new ImagePoint(1, 1)])]));
        Assert.Throws<InvalidOperationException>(() => image.GenerateMasks());
        Assert.Equal("a; prompts: b", source.Fingerprint());
        source.Release();
        Assert.Equal(2, released);
    }

    [Fact]
    public void Where_the_second_cannot_be_opened_the_first_is_let_go_of()
    {
        using Unwilling first = new();
        SegmenterSource source = PairedSegmenter.Of(
            new SegmenterSource(() => first) { Fingerprint = () => "a" },
            new SegmenterSource(() => throw new InvalidOperationException()) { Fingerprint = () => "b" });

        Assert.Throws<InvalidOperationException>(source.Open);
        Assert.True(first.IsDisposed);
    }

    /// <summary>Opens no image.</summary>
    private sealed class Unwilling : ISegmenter
    {
        public bool IsDisposed { get; private set; }

        public string Fingerprint => string.Empty;

        public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default) => throw new InvalidOperationException();

        public void Dispose() => IsDisposed = true;
    }
}
