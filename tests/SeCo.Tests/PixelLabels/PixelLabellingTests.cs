using SeCo.Checkpoints;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.PixelLabels;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Datasets;
using Xunit;

namespace SeCo.Tests.PixelLabels;

public sealed class PixelLabellingTests : IDisposable
{
    private static readonly ClassSet Classes = new(
        "two", [new SegmentationClass(0, "a", (1, 2, 3), ClassKind.Stuff), new SegmentationClass(1, "b", (4, 5, 6), ClassKind.Thing)]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PixelLabelPolicy.ClassBalanced, new byte[] { 0, 0, 255, 255, 255, 255 }, new byte[] { 0, 255, 1, 1, 1, 255 })]
    [InlineData(PixelLabelPolicy.Global, new byte[] { 0, 0, 255, 255, 255, 255 }, new byte[] { 0, 255, 1, 1, 255, 255 })]
    [InlineData(PixelLabelPolicy.PerImage, new byte[] { 0, 0, 255, 255, 1, 255 }, new byte[] { 0, 255, 1, 1, 255, 255 })]
    [InlineData(PixelLabelPolicy.Fixed, new byte[] { 0, 0, 0, 255, 255, 255 }, new byte[] { 0, 0, 1, 1, 1, 255 })]
    [InlineData(PixelLabelPolicy.All, new byte[] { 0, 0, 0, 0, 1, 1 }, new byte[] { 0, 0, 1, 1, 1, 1 })]
    public async Task Each_policy_keeps_what_a_hand_count_keeps(PixelLabelPolicy policy, byte[] first, byte[] second)
    {
        // Class 0, descending: 90 80 70 60 50 40; rank floor(0.4 * 6) = 2 is 70. Class 1: 75 65 55 35 30 20; rank 2 is 55. All: rank floor(0.4 * 12) = 4
        // is 65.
        List<ImageEntry> entries =
        [
            Image("x", [0, 0, 0, 0, 1, 1], [90, 80, 60, 40, 35, 20]),
            Image("y", [0, 0, 1, 1, 1, 1], [70, 50, 75, 65, 55, 30]),
        ];
        PixelLabelOptions options = new() { Policy = policy, Portion = 0.4, Threshold = 50.0 * 257 / 65535 };

        PixelLabelSummary summary = await new PixelLabelling(Classes, options).RunAsync(entries, _folder["out"]);

        Expect(policy, first, second);
        Assert.Equal(2, summary.Images);
        Assert.Equal(12, summary.Pixels);
        Assert.Equal(Read("x").Concat(Read("y")).Count(l => l == 1), summary.Kept[1]);
    }

    [Fact]
    public async Task Confidence_thresholds_keep_ties()
    {
        List<ImageEntry> entries = [Image("x", [0, 0, 0, 0, 0, 0], [9, 8, 8, 8, 2, 1])];

        PixelLabelSummary summary = await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.2 }).RunAsync(entries, _folder["out"]);

        Assert.Equal([0, 0, 0, 0, 255, 255], Read("x"));
        Assert.Equal(8.0 / 255, summary.Thresholds![0], 12);
        Assert.Equal(1, summary.Thresholds[1]);
    }

    [Fact]
    public async Task Probabilities_give_the_labels_that_confidences_would()
    {
        ImageEntry plain = Image("x", [0, 0, 1, 1, 0, 1], [0, 0, 0, 0, 0, 0]);
        NpyFile.Write<float>(_folder["p.npy"], new float[] { 0.9f, 0.6f, 0.2f, 0.45f, 0.5f, 0.1f, 0.1f, 0.4f, 0.8f, 0.55f, 0.5f, 0.9f }, 2, 1, 6);
        PixelLabelOptions options = new() { Source = PixelLabelSource.Probabilities, Portion = 0.4 };

        await new PixelLabelling(Classes, options).RunAsync([plain with { ProbabilityPath = _folder["p.npy"] }], _folder["out"]);

        // Class 0: 0.9 0.6 0.5 (a tie goes to the lower id), rank 1 is 0.6. Class 1: 0.9 0.8 0.55, rank 1 is 0.8.
        Assert.Equal([0, 0, 1, 255, 255, 1], Read("x"));
    }

    [Fact]
    public async Task The_ratio_to_the_threshold_may_change_the_label()
    {
        ImageEntry plain = Image("x", [0, 0, 0, 1], [0, 0, 0, 0]);
        NpyFile.Write<float>(_folder["p.npy"], new float[] { 0.95f, 0.9f, 0.55f, 0.4f, 0.05f, 0.1f, 0.45f, 0.6f }, 2, 2, 2);
        PixelLabelOptions options = new() { Source = PixelLabelSource.Probabilities, Policy = PixelLabelPolicy.ClassBalancedRatio, Portion = 0.5 };

        PixelLabelSummary summary = await new PixelLabelling(Classes, options).RunAsync([plain with { ProbabilityPath = _folder["p.npy"] }], _folder["out"]);

        // Thresholds 0.9 and 0.6: at the third pixel 0.55 / 0.9 = 0.61 for class 0, 0.45 / 0.6 = 0.75 for class 1, both below 1.
        Assert.Equal([0, 0, 255, 1], Read("x"));
        Assert.Equal(0.9, summary.Thresholds![0], 4);
        Assert.Equal(0.6, summary.Thresholds[1], 4);
    }

    [Theory]
    [InlineData("half")]
    [InlineData("bytes")]
    public async Task Half_floats_and_bytes_are_probabilities_too(string kind)
    {
        ImageEntry plain = Image("x", [0, 1], [0, 0]);
        float[] values = [0.75f, 0.25f, 0.25f, 0.75f];
        if (kind == "half")
        {
            NpyFile.Write<Half>(_folder["p.npy"], values.Select(v => (Half)v).ToArray(), 2, 1, 2);
        }
        else
        {
            NpyFile.Write<byte>(_folder["p.npy"], values.Select(v => (byte)Math.Round(v * 255)).ToArray(), 2, 1, 2);
        }

        PixelLabelOptions options = new() { Source = PixelLabelSource.Probabilities, Policy = PixelLabelPolicy.All };
        await new PixelLabelling(Classes, options).RunAsync([plain with { ProbabilityPath = _folder["p.npy"] }], _folder["out"]);

        Assert.Equal([0, 1], Read("x"));
    }

    [Theory]
    [InlineData(new float[] { 2f, 0.5f, 0.5f, 0.5f }, new[] { 2, 1, 2 }, "value 2 of class 0 at (0, 0)")]
    [InlineData(new float[] { 0.5f, 0.9f, 0.5f, 0.9f }, new[] { 2, 1, 2 }, "at (1, 0) sum to 1.8")]
    [InlineData(new float[] { 0.5f, float.NaN, 0.5f, 0.9f }, new[] { 2, 1, 2 }, "value NaN of class 0 at (1, 0)")]
    [InlineData(new float[] { 0.5f, 0.5f, 0.5f, 0.5f }, new[] { 1, 2, 2 }, "shape (1, 2, 2), expected (2, height, width)")]
    [InlineData(new float[] { 0.5f, 0.5f, 0.5f, 0.5f }, new[] { 2, 2, 1 }, "1 x 2 pixels")]
    public async Task Arrays_that_are_no_probabilities_of_the_image_are_refused(float[] values, int[] shape, string message)
    {
        NpyFile.Write<float>(_folder["p.npy"], values, shape);
        PixelLabelOptions options = new() { Source = PixelLabelSource.Probabilities };
        ImageEntry entry = Image("x", [0, 1], [0, 0]) with { ProbabilityPath = _folder["p.npy"] };

        DatasetException wrong = await Assert.ThrowsAsync<DatasetException>(() => new PixelLabelling(Classes, options).RunAsync([entry], _folder["out"]));

        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("p.npy", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_labels_are_taken_as_they_are()
    {
        ImageEntry entry = Image("a/x", [1, 255, 0], [0, 0, 0]);
        PixelLabelOptions options = new() { Source = PixelLabelSource.Given };

        await new PixelLabelling(Classes, options).RunAsync([entry with { PixelLabelPath = entry.PredictionPath }], _folder["out"]);

        Assert.Equal([1, 255, 0], Read("a/x"));
    }

    [Fact]
    public async Task Images_that_cannot_be_processed_are_reported_together_and_nothing_is_written()
    {
        List<ImageEntry> entries = [Image("good", [0, 1], [1, 2]), Image("range", [0, 2], [1, 2]), Image("size", [0, 1], [1, 2]),
            Image("broken", [0, 1], [1, 2])];
        ConfidencePng.Write(entries[2].ConfidencePath!, new ConfidenceMap(3, 1));
        File.WriteAllBytes(entries[3].PredictionPath!, File.ReadAllBytes(entries[3].PredictionPath!)[..40]);

        DatasetException wrong = await Assert.ThrowsAsync<DatasetException>(() =>
            new PixelLabelling(Classes, new PixelLabelOptions()).RunAsync(entries, _folder["out"]));

        Assert.Equal(3, wrong.Faults.Count);
        Assert.Contains("label 2 at (1, 0)", wrong.Faults[0], StringComparison.Ordinal);
        Assert.Contains("3 x 1 pixels", wrong.Faults[1], StringComparison.Ordinal);
        Assert.Contains("broken", wrong.Faults[2], StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_dark_sequence_keeps_its_share_where_sequences_have_their_own_thresholds()
    {
        List<ImageEntry> entries =
            [Image("day_1", [0, 0, 0, 0, 0, 0], [90, 89, 88, 87, 86, 85]), Image("dusk_1", [0, 0, 0, 0, 0, 0], [40, 39, 38, 37, 36, 35])];
        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.4 }).RunAsync(entries, _folder["out"]);
        Assert.DoesNotContain((byte)0, Read("dusk_1"));

        PixelLabelSummary summary = await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.4, GroupBy = PixelLabelGroup.Sequence })
            .RunAsync(entries, _folder["out"]);

        Assert.Equal([0, 0, 0, 255, 255, 255], Read("day_1"));
        Assert.Equal([0, 0, 0, 255, 255, 255], Read("dusk_1"));
        Assert.Null(summary.Thresholds);
    }

    [Fact]
    public async Task Dark_images_keep_their_share_where_brightness_makes_the_groups()
    {
        List<ImageEntry> entries = [.. Enumerable.Range(0, 4).Select(i => Image($"i{i}", [0, 0, 0, 0], i < 2 ? [90, 89, 88, 87] : [40, 39, 38, 37]))];
        for (int i = 0; i < 4; i++)
        {
            byte[] pixels = new byte[12];
            Array.Fill(pixels, (byte)(i < 2 ? 140 + i : 50 + i));
            RgbImageFile.Write(entries[i].ImagePath, new RgbImage(2, 2, pixels));
        }

        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.25, GroupBy = PixelLabelGroup.Appearance }).RunAsync(entries, _folder["out"]);

        Assert.All(["i0", "i1", "i2", "i3"], name => Assert.Equal([0, 0, 255, 255], Read(name)));
        Assert.Contains("brightness 000 to 0", File.ReadAllText(_folder["out/thresholds.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_groups_than_can_have_thresholds_are_refused()
    {
        List<ImageEntry> entries = [.. Enumerable.Range(0, 101).Select(i => new ImageEntry { Name = $"{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}_1",
            ImagePath = "x", PredictionPath = "x", ConfidencePath = "x" })];
        PixelLabelling stage = new(Classes, new PixelLabelOptions { GroupBy = PixelLabelGroup.Sequence });

        DatasetException wrong = await Assert.ThrowsAsync<DatasetException>(() => stage.RunAsync(entries, _folder["out"]));

        Assert.Contains("makes 101 groups of 101 images, expected at most 100", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PixelLabelGroup.None)]
    [InlineData(PixelLabelGroup.Sequence)]
    [InlineData(PixelLabelGroup.Appearance)]
    public async Task Shards_give_the_same_files_as_the_undivided_run(PixelLabelGroup by)
    {
        List<ImageEntry> entries = Random(7);
        PixelLabelling stage = new(Classes, new PixelLabelOptions { Portion = 0.3, GroupBy = by });
        await stage.RunAsync(entries, _folder["whole"]);

        foreach (int i in (int[])[3, 1, 2])
        {
            Assert.Equal(0, (await stage.RunAsync(entries, _folder["parts"], new Shard(i, 3))).Images);
        }

        Assert.False(stage.HasThresholds(entries, _folder["parts"]));
        stage.Merge(entries, _folder["parts"], 3);
        Assert.True(stage.HasThresholds(entries, _folder["parts"]));
        foreach (int i in (int[])[2, 3, 1])
        {
            await stage.RunAsync(entries, _folder["parts"], new Shard(i, 3));
        }

        string[] files = [.. Files("whole")];
        Assert.Equal(8, files.Length);
        Assert.Equal(files, Files("parts").Where(f => !f.EndsWith(".statistics", StringComparison.Ordinal)));
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(_folder["whole/" + f]), File.ReadAllBytes(_folder["parts/" + f])));
    }

    [Fact]
    public async Task Shards_that_are_missing_damaged_or_of_other_settings_are_refused_together()
    {
        List<ImageEntry> entries = Random(6);
        PixelLabelling stage = new(Classes, new PixelLabelOptions());
        await stage.RunAsync(entries, _folder["out"], new Shard(1, 4));
        await stage.RunAsync(entries, _folder["out"], new Shard(2, 4));
        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.4 }).RunAsync(entries, _folder["out"], new Shard(3, 4));
        string damaged = _folder["out/shards/2-of-4.statistics"];
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[^20] ^= 1;
        File.WriteAllBytes(damaged, bytes);

        DatasetException wrong = Assert.Throws<DatasetException>(() => stage.Merge(entries, _folder["out"], 4));

        Assert.Equal(3, wrong.Faults.Count);
        Assert.Contains("checksum", wrong.Faults[0], StringComparison.Ordinal);
        Assert.Contains("other options", wrong.Faults[1], StringComparison.Ordinal);
        Assert.Contains("no such file", wrong.Faults[2], StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/thresholds.json"]));
    }

    [Fact]
    public async Task A_run_goes_on_where_it_was_ended_and_keeps_no_label_of_other_settings()
    {
        List<ImageEntry> entries = Random(4);
        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.9 }).RunAsync(entries, _folder["out"]);
        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.2 }).RunAsync(entries, _folder["out"]);
        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.2 }).RunAsync(entries, _folder["whole"]);
        Assert.All(Files("whole"), f => Assert.Equal(File.ReadAllBytes(_folder["whole/" + f]), File.ReadAllBytes(_folder["out/" + f])));

        File.Delete(_folder["out/labels/2.png"]);
        DateTime before = File.GetLastWriteTimeUtc(_folder["out/labels/1.png"]);
        await new PixelLabelling(Classes, new PixelLabelOptions { Portion = 0.2 }).RunAsync(entries, _folder["out"]);

        Assert.Equal(before, File.GetLastWriteTimeUtc(_folder["out/labels/1.png"]));
        Assert.Equal(File.ReadAllBytes(_folder["whole/labels/2.png"]), File.ReadAllBytes(_folder["out/labels/2.png"]));
    }

    [Fact]
    public async Task Changed_answers_are_noticed()
    {
        List<ImageEntry> entries = [Image("x", [0, 1], [10, 20])];
        PixelLabelling stage = new(Classes, new PixelLabelOptions { Policy = PixelLabelPolicy.All });
        await stage.RunAsync(entries, _folder["out"]);
        Image("x", [1, 0], [20, 10]);

        await stage.RunAsync(entries, _folder["out"]);

        Assert.Equal([1, 0], Read("x"));
    }

    [Fact]
    public async Task An_ended_run_says_so()
    {
        using CancellationTokenSource ended = new();
        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new PixelLabelling(Classes, new PixelLabelOptions()).RunAsync(Random(2), _folder["out"], cancellationToken: ended.Token));
    }

    [Fact]
    public async Task Camvid_labels_are_the_published_ones_and_the_ties_that_eight_bits_make()
    {
        Dataset set = Dataset.Open(new DatasetOptions
        {
            Root = SharedData.Require("data/camvid"), Layout = DatasetLayout.CamVid, Split = "val", Classes = "camvid11", Predictions = SharedCamVid.Answers,
        });

        ClassThresholds thresholds = (await new PixelLabelling(set.Classes, new PixelLabelOptions()).RunAsync(set.Entries, _folder["out"])).Thresholds!;

        // top50 was thresholded on unrounded confidences: rounding can only add pixels, and only at the threshold's own level.
        long differences = 0;
        foreach (ImageEntry entry in set.Entries)
        {
            byte[] own = Read(entry.Name);
            ReadOnlySpan<byte> published = LabelPng.Read(entry.PixelLabelPath!).Pixels;
            ReadOnlySpan<ushort> levels = ConfidencePng.Read(entry.ConfidencePath!).Pixels;
            for (int i = 0; i < own.Length; i++)
            {
                bool same = own[i] == published[i] || (published[i] == 255 && levels[i] == thresholds.Levels[own[i]]);
                differences += same ? 0 : 1;
            }
        }

        Assert.Equal(0, differences);
    }

    private void Expect(PixelLabelPolicy policy, byte[] first, byte[] second)
    {
        Assert.True(first.SequenceEqual(Read("x")), $"{policy}, x: {string.Join(' ', Read("x"))}");
        Assert.True(second.SequenceEqual(Read("y")), $"{policy}, y: {string.Join(' ', Read("y"))}");
    }

    private List<ImageEntry> Random(int count)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            byte[] labels = [.. Enumerable.Range(0, 40).Select(_ => (byte)random.Next(2))];
            byte[] confidences = new byte[40];
            random.NextBytes(confidences);
            return Image($"{i}", labels, confidences);
        })];
    }

    private ImageEntry Image(string name, byte[] labels, byte[] confidences)
    {
        ImageEntry entry = new()
        {
            Name = name, ImagePath = _folder[$"in/{name}.image.png"], PredictionPath = _folder[$"in/{name}.label.png"],
            ConfidencePath = _folder[$"in/{name}.confidence.png"],
        };
        Directory.CreateDirectory(Path.GetDirectoryName(entry.ImagePath)!);
        (int width, int height) = labels.Length == 4 ? (2, 2) : (labels.Length, 1);
        RgbImageFile.Write(entry.ImagePath, new RgbImage(width, height));
        LabelPng.Write(entry.PredictionPath, new LabelMap(width, height, labels));
        ConfidencePng.Write(entry.ConfidencePath, new ConfidenceMap(width, height, [.. confidences.Select(c => (ushort)(c * 257))]));
        return entry;
    }

    private byte[] Read(string name) => LabelPng.Read(PixelLabelling.LabelPath(_folder["out"], name)).Pixels.ToArray();

    private IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(_folder[folder], f)).Order(StringComparer.Ordinal);
}
