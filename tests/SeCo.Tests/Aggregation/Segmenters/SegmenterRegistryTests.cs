using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters;
using SeCo.Configuration;
using SeCo.Imaging;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Aggregation.Segmenters.Examples;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters;

public sealed class SegmenterRegistryTests
{
    [Fact]
    public void Every_name_that_settings_know_has_one_row_and_every_row_a_name() => Assert.Equal(
        Enum.GetValues<SegmenterKind>().Select(kind => OptionsWriter.NameOf(kind)).Order(), SegmenterRegistry.All.Select(row => row.Name).Order());

    [Fact]
    public void Settings_are_checked_by_the_rows_and_a_named_segmenter_needs_what_it_works_with()
    {
        AggregationOptions options = new() { BuiltIn = new() { MaskCount = 0 }, MaskFiles = new() { MinimumBoxIou = 2 }, Segmenter = SegmenterKind.Sam };

        ArgumentException wrong = Assert.ThrowsAny<ArgumentException>(options.Validate);

        Assert.All(
            (string[])["sam.weights is empty", "mask_count is 0", "minimum_box_iou is 2"],
            fault => Assert.Contains(fault, wrong.Message, StringComparison.Ordinal));
        Assert.Contains(
            "mask_files.folder is empty", Assert.ThrowsAny<ArgumentException>((options with { Segmenter = SegmenterKind.MaskFiles }).Validate).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_mask_files_hold_for_the_images_of_a_run_is_part_of_the_fingerprint()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.json"], "[]");
        Directory.CreateDirectory(folder["cache"]);
        AggregationOptions options = new() { MaskFiles = new() { Folder = folder.Path } };
        string first = FingerprintFor("a");
        File.WriteAllText(folder["a.json"], "[ ]");

        Assert.NotEqual(first, FingerprintFor("a"));
        DatasetException missing = Assert.Throws<DatasetException>(() => FingerprintFor("a", "b"));
        Assert.Contains("'b'", Assert.Single(missing.Faults), StringComparison.Ordinal);

        string FingerprintFor(params string[] images) =>
            SegmenterRegistry.Of(SegmenterKind.MaskFiles).Open(options, Run(folder["cache"], images)).Fingerprint();
    }

    [Fact]
    public void The_example_of_the_page_is_the_code_that_is_tested()
    {
        string code = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/SeCo.Tests/Aggregation/Segmenters/Examples/TileSegmenter.cs"));

        Assert.Contains(
            $"```csharp\n{code}```\n", File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs/adding-a-segmenter.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_cuts_an_image_into_squares()
    {
        AggregationOptions options = new() { BuiltIn = new() { MinimumSuperpixel = 4 } };
        SegmenterSource source = TileSegmenter.Row.Open(options, Run(string.Empty));
        using ISegmenter segmenter = source.Open();
        using ISegmentedImage image = segmenter.Open(new RgbImage(6, 4));

        Assert.Equal("tiles/1 side=4", source.Fingerprint());
        Assert.Equal([new Box(0, 0, 4, 4), new Box(4, 0, 6, 4)], image.GenerateMasks().Select(m => m.Mask.Bounds));
        Assert.Equal(
            [new Box(4, 0, 6, 4), new Box(0, 0, 4, 4)],
            image.Predict([new SegmentPrompt(null, [new ImagePoint(5, 3)]), new SegmentPrompt(new Box(1, 1, 6, 3), [])]).Select(m => m.Mask.Bounds));
    }

    private static SegmenterRun Run(string cache, params string[] images) =>
        new(images, cache, new StageEnvironment(1, Device.Cpu, 1, NullLogger.Instance));
}
