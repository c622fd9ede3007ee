using System.Text;
using Microsoft.Extensions.Logging;
using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.Cache;
using SeCo.Imaging;
using SeCo.SegmentAnything;
using SeCo.Testing;
using SeCo.Tests.Aggregation.Segmenters.BuiltIn;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.Cache;

public sealed class CachedSegmenterTests
{
    private static readonly SegmentPrompt Car = new(new Box(22, 52, 83, 98), [new ImagePoint(52.25, 75)]);
    private static readonly SegmentPrompt Ball = new(new Box(92, 32, 139, 79), [new ImagePoint(115, 55), new ImagePoint(110, 151.0 / 3)]);
    private static readonly SegmentPrompt Spot = new(null, [new ImagePoint(52.25, 75)]);

    [Fact]
    public void Stored_answers_equal_fresh_ones_and_the_segmenter_is_not_asked_again()
    {
        using TempFolder folder = new();
        using BuiltInSegmenter plain = new();
        using ISegmentedImage fresh = plain.Open(DrawnScene.Draw());
        CountingSegmenter first = new(), second = new();
        Ask(first, folder, Car, Ball, Spot, Car);

        (IReadOnlyList<SegmentMask> masks, IReadOnlyList<SegmentMask> answers) = Ask(second, folder, Spot, Car, Ball);

        Assert.Equal((1, 1, 3), (first.Opened, first.Generated, first.Prompts));
        Assert.Equal((0, 0, 0), (second.Opened, second.Generated, second.Prompts));
        AssertEqual(fresh.GenerateMasks(), masks);
        AssertEqual(fresh.Predict([Spot, Car, Ball]), answers);
    }

    [Fact]
    public void Prompts_that_are_new_are_asked_and_join_the_old_ones()
    {
        using TempFolder folder = new();
        CountingSegmenter first = new(), second = new(), third = new();
        Ask(first, folder, Car);
        Ask(second, folder, Ball, Car);
        Ask(third, folder, Car, Ball);

        Assert.Equal((1, 0, 1), (second.Opened, second.Generated, second.Prompts));
        Assert.Equal((0, 0, 0), (third.Opened, third.Generated, third.Prompts));
    }

    [Fact]
    public void Another_image_or_other_settings_of_the_segmenter_find_nothing()
    {
        using TempFolder folder = new();
        Ask(new CountingSegmenter(), folder, Car);
        CountingSegmenter otherSettings = new(new BuiltInSegmenterOptions { MaskCount = 40 }), otherImage = new();
        Ask(otherSettings, folder, Car);
        RgbImage image = DrawnScene.Draw();
        image.Pixels[0] ^= 1;
        Ask(otherImage, folder, image, [Car]);

        Assert.Equal(1, otherSettings.Opened);
        Assert.Equal(1, otherImage.Opened);
    }

    [Fact]
    public void Answers_are_mask_files_that_other_programs_read()
    {
        using TempFolder folder = new();
        (IReadOnlyList<SegmentMask> masks, _) = Ask(new CountingSegmenter(), folder, Car, Ball);

        MaskRecord[] read = [.. MaskRecordFile.Read(Assert.Single(Directory.GetFiles(folder.Path, "*.masks.json", SearchOption.AllDirectories)))];

        Assert.Equal(masks.Select(m => m.Mask.Counts.ToArray()), read.Select(r => r.Segmentation.Counts.ToArray()));
        Assert.Equal(masks.Select(m => m.Score), read.Select(r => r.PredictedIou));
        Assert.Equal(2, MaskRecordFile.Read(Assert.Single(Directory.GetFiles(folder.Path, "*.prompts.json", SearchOption.AllDirectories))).Count());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(40, 2)] // bytes that are lost at the end of the file
    public void What_was_seen_is_kept_as_it_was_and_seen_again_where_the_file_is_damaged(int lost, int opened)
    {
        using TempFolder folder = new();
        CountingSegmenter inner = new();
        using CachedSegmenter cached = new(inner, folder.Path);
        FeatureMap fresh = Seen();
        string file = Assert.Single(Directory.GetFiles(folder.Path, "*.features.safetensors", SearchOption.AllDirectories));
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..^lost]);

        FeatureMap kept = Seen();

        Assert.Equal((opened, 2), (inner.Opened, cached.FeatureChannels));
        Assert.Equal(fresh.Values, kept.Values);
        Assert.Equal((3, 2, 200, 160), (kept.Columns, kept.Rows, kept.CoveredWidth, kept.CoveredHeight));
        Assert.Equal(whole, File.ReadAllBytes(file));

        FeatureMap Seen()
        {
            using ISegmentedImage image = cached.Open(DrawnScene.Draw());
            return image.Features();
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.999)]
    public void A_file_cut_short_is_made_anew_with_a_warning(double share)
    {
        AssertMadeAnew(bytes => bytes[..(int)(bytes.Length * share)]);
    }

    [Fact]
    public void A_file_with_other_numbers_is_made_anew_with_a_warning()
    {
        AssertMadeAnew(
            bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"predicted_iou\":", "\"predicted_iou\":1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_of_another_image_is_made_anew_with_a_warning()
    {
        AssertMadeAnew(
            bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"image_hash\":\"", "\"image_hash\":\"0", StringComparison.Ordinal)));
    }

    private static void AssertMadeAnew(Func<byte[], byte[]> damage)
    {
        using TempFolder folder = new();
        Ask(new CountingSegmenter(), folder, Car);
        string[] files = Directory.GetFiles(folder.Path, "*.json", SearchOption.AllDirectories);
        byte[][] whole = [.. files.Select(File.ReadAllBytes)];
        Assert.Equal(2, files.Length);
        for (int i = 0; i < files.Length; i++)
        {
            File.WriteAllBytes(files[i], damage(whole[i]));
        }

        CountingSegmenter again = new();
        Warnings log = new();
        Ask(again, folder, DrawnScene.Draw(), [Car], log);

        Assert.Equal((1, 1, 1), (again.Opened, again.Generated, again.Prompts));
        Assert.Equal(2, log.Texts.Count);
        Assert.All(files, file => Assert.Contains(log.Texts, text => text.Contains(file, StringComparison.Ordinal)));
        Assert.Equal(whole, files.Select(File.ReadAllBytes));
    }

    private static (IReadOnlyList<SegmentMask> Masks, IReadOnlyList<SegmentMask> Answers) Ask(
        CountingSegmenter inner, TempFolder folder, params SegmentPrompt[] prompts) =>
        Ask(inner, folder, DrawnScene.Draw(), prompts);

    private static (IReadOnlyList<SegmentMask> Masks, IReadOnlyList<SegmentMask> Answers) Ask(
        CountingSegmenter inner, TempFolder folder, RgbImage image, SegmentPrompt[] prompts, ILogger? log = null)
    {
        using CachedSegmenter cached = new(inner, folder.Path, log);
        using ISegmentedImage opened = cached.Open(image, "scene");
        return (opened.GenerateMasks(), opened.Predict(prompts));
    }

    private static void AssertEqual(IReadOnlyList<SegmentMask> expected, IReadOnlyList<SegmentMask> found)
    {
        Assert.Equal(expected.Select(m => m.Mask.Counts.ToArray()), found.Select(m => m.Mask.Counts.ToArray()));
        Assert.Equal(expected.Select(m => m.Score), found.Select(m => m.Score));
    }

    /// <summary>The built-in segmenter, with its calls counted.</summary>
    private sealed class CountingSegmenter(BuiltInSegmenterOptions? options = null) : ISegmenter
    {
        private readonly BuiltInSegmenter _segmenter = new(options);

        public int Opened { get; private set; }

        public int Generated { get; private set; }

        public int Prompts { get; private set; }

        public string Fingerprint => _segmenter.Fingerprint;

        public int FeatureChannels => 2;

        public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default)
        {
            Opened++;
            return new CountingImage(this, _segmenter.Open(image, name, cancellationToken));
        }

        public void Dispose() => _segmenter.Dispose();

        private sealed class CountingImage(CountingSegmenter owner, ISegmentedImage image) : ISegmentedImage
        {
            public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default)
            {
                owner.Generated++;
                return image.GenerateMasks(cancellationToken);
            }

            public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default)
            {
                owner.Prompts += prompts.Count;
                return image.Predict(prompts, cancellationToken);
            }

            public FeatureMap Features(CancellationToken cancellationToken = default) =>
                new(3, 2, [.. Enumerable.Range(0, 12).Select(i => i * 0.25f)], 200, 160);

            public void Dispose() => image.Dispose();
        }
    }

    private sealed class Warnings : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Texts.Add(formatter(state, exception));
            }
        }
    }
}
