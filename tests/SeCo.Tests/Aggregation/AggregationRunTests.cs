using SeCo.Aggregation;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Aggregation;

public sealed class AggregationRunTests
{
    [Fact]
    public async Task Writes_labels_and_regions_and_sums_them_up()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "a", "city/b");
        List<StageProgress> reports = [];

        AggregationSummary summary = await Stage().RunAsync(entries, folder["out"], null, new Recorder(reports));

        ConnectedRegion[] regions = [.. RegionFile.Read(PixelSemanticAggregation.RegionPath(folder["out"], "city/b"), PixelSemanticAggregationTests.Classes)];
        AggregationResult expected = PixelSemanticAggregation.Aggregate(
            Segmenter(), PixelSemanticAggregationTests.Scene(), PixelSemanticAggregationTests.Classes, new AggregationOptions());
        Assert.Equal(expected.Labels.Pixels.ToArray(), LabelPng.Read(folder["out/labels/city/b.png"]).Pixels.ToArray());
        Assert.Equal(expected.Regions.Count, regions.Length);
        foreach ((ConnectedRegion written, ConnectedRegion region) in regions.Zip(expected.Regions))
        {
            Assert.Equal((region.Id, region.CategoryId, region.Area, region.Bounds), (written.Id, written.CategoryId, written.Area, written.Bounds));
            Assert.Equal(region.Mask.Counts.ToArray(), written.Mask.Counts.ToArray());
            Assert.Equal(region.Origin! with { Points = [] }, written.Origin! with { Points = [] });
            Assert.Equal(region.Origin.Points, written.Origin.Points);
        }

        Assert.Equal((2, 2400, 2400, 1.0), (summary.Images, summary.Pixels, summary.LabelledPixels, summary.Coverage));
        Assert.Equal(new ClassAggregation(2, "car", 0, 2, 2 * 72), summary.Classes[2]);
        Assert.Equal(6, summary.Regions);
        Assert.Equal([1L, 2L], reports.Select(r => r.Done));
    }

    [Fact]
    public async Task Finished_images_are_not_worked_on_again_and_count_in_the_summary()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "a", "b", "c");
        AggregationSummary first = await Stage().RunAsync(entries, folder["out"]);
        byte[] regions = File.ReadAllBytes(folder["out/regions/b.json"]);
        File.Delete(folder["out/labels/b.png"]);
        int opened = 0;

        AggregationSummary second = await new PixelSemanticAggregation(PixelSemanticAggregationTests.Classes, new AggregationOptions(), () =>
        {
            opened++;
            return Segmenter();
        }).RunAsync(entries, folder["out"]);
        AggregationSummary third = await new PixelSemanticAggregation(
            PixelSemanticAggregationTests.Classes, new AggregationOptions(), () =>
                throw new InvalidOperationException("opened")).RunAsync(entries, folder["out"]);

        Assert.Equal(1, opened);
        Assert.True(File.Exists(folder["out/labels/b.png"]));
        Assert.Equal(regions, File.ReadAllBytes(folder["out/regions/b.json"]));
        Assert.Equal(first.Classes, second.Classes);
        Assert.Equal(first.Classes, third.Classes);
    }

    [Fact]
    public async Task Shards_and_workers_write_the_same_bytes_as_one_run()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "a", "b", "c", "d", "e");
        await Stage().RunAsync(entries, folder["one"]);
        await Stage().RunAsync(entries, folder["two"], new Shard(1, 2));
        AggregationSummary rest = await Stage(parallelism: 3).RunAsync(entries, folder["two"], new Shard(2, 2));

        Assert.Equal(2, rest.Images);
        string[] files = [.. Directory.GetFiles(folder["one"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder["one"], f))];
        Assert.Equal(10, files.Length);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["one"], f)), File.ReadAllBytes(Path.Combine(folder["two"], f))));
    }

    [Fact]
    public async Task Faulty_images_are_reported_together_after_the_others_are_written()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "absent", "good", "small", "unknown", "unlabelled");
        File.Delete(entries[0].ImagePath);
        LabelPng.Write(entries[2].PixelLabelPath!, new LabelMap(3, 3));
        LabelMap unknown = PixelSemanticAggregationTests.Scene();
        unknown[1, 2] = 44;
        LabelPng.Write(entries[3].PixelLabelPath!, unknown);
        entries[4] = entries[4] with { PixelLabelPath = null };

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Stage(parallelism: 2).RunAsync(entries, folder["out"]));

        Assert.Equal(4, error.Faults.Count);
        Assert.Contains("absent", error.Faults[0], StringComparison.Ordinal);
        Assert.Contains("3 x 3 pixels", error.Faults[1], StringComparison.Ordinal);
        Assert.Contains("label 44 at (1, 2)", error.Faults[2], StringComparison.Ordinal);
        Assert.Contains("no pixel labels", error.Faults[3], StringComparison.Ordinal);
        Assert.Equal(["good.png"], Directory.GetFiles(folder["out/labels"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Names_that_leave_the_folder_or_meet_in_one_file_are_refused_before_any_work()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "a", "b");
        ImageEntry[] bad = [entries[0], entries[0] with { Name = "../../x" }, entries[1] with { Name = "a" }];

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Stage().RunAsync(bad, folder["out"]));

        Assert.Equal(2, error.Faults.Count);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task A_finished_file_that_is_damaged_is_named_with_the_way_out()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "a");
        await Stage().RunAsync(entries, folder["out"]);
        string path = folder["out/regions/a.json"];
        File.WriteAllText(path, File.ReadAllText(path)[..200]);

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Stage().RunAsync(entries, folder["out"]));

        Assert.Contains(path, Assert.Single(error.Faults), StringComparison.Ordinal);
        Assert.Contains("delete", error.Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_stops_and_a_failing_segmenter_is_not_hidden()
    {
        using TempFolder folder = new();
        ImageEntry[] entries = Images(folder, "a", "b");
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stage().RunAsync(entries, folder["out"], cancellationToken: cancelled.Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => new PixelSemanticAggregation(
            PixelSemanticAggregationTests.Classes, new AggregationOptions(), () =>
                throw new InvalidOperationException("no model")).RunAsync(entries, folder["out"]));
    }

    private static PixelSemanticAggregation Stage(int parallelism = 1) =>
        new(PixelSemanticAggregationTests.Classes, new AggregationOptions { Parallelism = parallelism }, Segmenter);

    private static RecordedSegmenter Segmenter() =>
        new(
            [PixelSemanticAggregationTests.Filled(new Box(0, 0, 40, 15)), PixelSemanticAggregationTests.Filled(new Box(0, 15, 40, 30))],
            RecordedSegmenter.FilledBox(40, 30, 0.7));

    private static ImageEntry[] Images(TempFolder folder, params string[] names)
    {
        List<ImageEntry> entries = [];
        foreach (string name in names)
        {
            string image = folder[$"images/{name}.png"], labels = folder[$"pixel/{name}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            Directory.CreateDirectory(Path.GetDirectoryName(labels)!);
            RgbImageFile.Write(image, new RgbImage(40, 30));
            LabelPng.Write(labels, PixelSemanticAggregationTests.Scene());
            entries.Add(new ImageEntry { Name = name, ImagePath = image, PixelLabelPath = labels });
        }

        return [.. entries];
    }

    private sealed class Recorder(List<StageProgress> reports) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => reports.Add(value);
    }
}
