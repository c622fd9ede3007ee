using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.SegmentAnything.MaskFiles;

public sealed class MaskExportTests
{
    [Theory]
    [InlineData(MaskExportFormat.Json)]
    [InlineData(MaskExportFormat.Sa1b)]
    public void Each_image_gets_a_file_that_is_read_again(MaskExportFormat format)
    {
        using TempFolder folder = Images("a.png", "night/b.png");

        MaskExportSummary summary = new MaskExport(format, "settings", Bright).Run(ImageEntry.Find(folder["images"]), folder["masks"]);

        Assert.Equal(new MaskExportSummary(2, 0, 4), summary);
        MaskRecord[] records = [.. MaskRecordFile.Read(folder["masks/night/b.json"], (6, 4))];
        Assert.Equal([Bright(Image(1), default)[0].Area, 24], records.Select(r => r.Area));
    }

    [Fact]
    public void Pictures_come_in_a_folder_an_image_with_the_official_table()
    {
        using TempFolder folder = Images("a.png");

        new MaskExport(MaskExportFormat.Png, "settings", Bright).Run(ImageEntry.Find(folder["images/a.png"]), folder["masks"]);

        Assert.Equal(["0.png", "1.png", "metadata.csv"], Directory.GetFiles(folder["masks/a"]).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        RunLengthMask mask = Bright(Image(0), default)[0].Segmentation;
        Assert.Equal(mask.Counts.ToArray(), RunLengthMask.FromLabel(LabelPng.Read(folder["masks/a/0.png"]), 255).Counts.ToArray());
        Assert.Equal(
            """
            id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h
            0,6,0,0,0,3,1.5,2,0.5,0.25,0,0,6,4
            1,24,0,0,5,3,,,1,1,0,0,6,4

            """.ReplaceLineEndings("\n").Replace(
                "0,6,0,0,0,3", $"0,{mask.Area},{mask.Bounds.X0},{mask.Bounds.Y0},{mask.Bounds.Width - 1},{mask.Bounds.Height - 1}", StringComparison.Ordinal),
            File.ReadAllText(folder["masks/a/metadata.csv"]));
    }

    [Theory]
    [InlineData(MaskExportFormat.Sa1b)]
    [InlineData(MaskExportFormat.Png)]
    public void A_second_run_makes_only_what_is_missing_or_has_changed(MaskExportFormat format)
    {
        using TempFolder folder = Images("a.png", "b.png", "c.png", "d.png");
        IReadOnlyList<ImageEntry> images = ImageEntry.Find(folder["images"]);
        new MaskExport(format, "settings", Bright).Run(images, folder["masks"]);
        RgbImageFile.Write(folder["images/b.png"], Image(9));
        string removed = format == MaskExportFormat.Png ? "masks/c" : "masks/c.json";
        if (format == MaskExportFormat.Png)
        {
            Directory.Delete(folder[removed], recursive: true);
        }
        else
        {
            File.Delete(folder[removed]);
        }

        int made = 0;
        MaskExportSummary again = new MaskExport(format, "settings", Count).Run(images, folder["masks"]);
        Assert.Equal((2, new MaskExportSummary(4, 2, 8)), (made, again with { Damage = null }));
        Assert.Contains("were missing or damaged, and were made again", again.Damage, StringComparison.Ordinal);

        Assert.Equal(0, new MaskExport(format, "other settings", Count).Run(images, folder["masks"]).Kept);
        Assert.Equal(6, made);

        IReadOnlyList<MaskRecord> Count(RgbImage image, CancellationToken cancellationToken)
        {
            made++;
            return Bright(image, cancellationToken);
        }
    }

    [Fact]
    public void A_run_stopped_in_between_leaves_whole_files_and_goes_on()
    {
        using TempFolder folder = Images("a.png", "b.png", "c.png");
        IReadOnlyList<ImageEntry> images = ImageEntry.Find(folder["images"]);
        using CancellationTokenSource cancel = new();
        MaskExport stopped = new(MaskExportFormat.Sa1b, "settings", (image, token) =>
        {
            token.ThrowIfCancellationRequested();
            return Bright(image, token);
        });
        Assert.Throws<OperationCanceledException>(() => stopped.Run(images, folder["masks"], new After(2, cancel.Cancel), cancel.Token));
        Assert.Equal(["a.json", "b.json", "finished.tsv"], Directory.GetFiles(folder["masks"]).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        File.AppendAllText(folder["masks/finished.tsv"], "a line cut sho"); // as a kill leaves it

        Assert.Equal(2, new MaskExport(MaskExportFormat.Sa1b, "settings", Bright).Run(images, folder["masks"]).Kept);
        Assert.Equal(3, new MaskExport(MaskExportFormat.Sa1b, "settings", Bright).Run(images, folder["masks"]).Kept);
    }

    [Fact]
    public void Files_of_something_else_are_not_replaced()
    {
        using TempFolder folder = Images("a.png", "b.png");
        Directory.CreateDirectory(folder["masks"]);
        File.WriteAllText(folder["masks/b.json"], "precious");

        DatasetException fault = Assert.Throws<DatasetException>(
            () => new MaskExport(MaskExportFormat.Json, "settings", Bright).Run(ImageEntry.Find(folder["images"]), folder["masks"]));

        Assert.Contains("b.json", Assert.Single(fault.Faults), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(folder["masks/b.json"]));
        Assert.False(File.Exists(folder["masks/a.json"]));
    }

    [Fact]
    public void Damaged_and_impossible_images_are_told_together_after_the_others_are_written()
    {
        using TempFolder folder = Images("a.png", "b.png", "c.png");
        File.WriteAllText(folder["images/a.png"], "no picture");
        RgbImageFile.Write(folder["images/c.png"], new RgbImage(9, 1));

        DatasetException fault = Assert.Throws<DatasetException>(
            () => new MaskExport(MaskExportFormat.Json, "settings", Bright).Run(ImageEntry.Find(folder["images"]), folder["masks"]));

        Assert.Equal(2, fault.Faults.Count);
        Assert.Contains("c.png: too thin", fault.Faults[1], StringComparison.Ordinal);
        Assert.True(File.Exists(folder["masks/b.json"]));
    }

    [Fact]
    public void Where_there_are_no_images_the_message_says_what_was_looked_for()
    {
        using TempFolder folder = new();
        Assert.Contains(".png", Assert.Throws<DatasetException>(() => ImageEntry.Find(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<DatasetException>(() => ImageEntry.Find(folder["nowhere"])).Message, StringComparison.Ordinal);
    }

    // The bright pixels, and all pixels.
    private static IReadOnlyList<MaskRecord> Bright(RgbImage image, CancellationToken cancellationToken)
    {
        if (image.Height == 1)
        {
            throw new ArgumentException("too thin");
        }

        BinaryMask bright = new(image.Width, image.Height);
        for (int i = 0; i < bright.Pixels.Length; i++)
        {
            bright.Pixels[i] = image.Pixels[3 * i] > 127 ? (byte)1 : (byte)0;
        }

        RunLengthMask mask = RunLengthMask.FromMask(bright), all = RunLengthMask.FromCounts(image.Width, image.Height, [0, (uint)bright.Pixels.Length]);
        return [Record(mask, 0.5, 0.25, [new ImagePoint(1.5, 2)]), Record(all, 1, 1, [])];
    }

    [Fact]
    public void Shards_leave_the_files_of_one_run()
    {
        using TempFolder folder = Images("a.png", "night/b.png", "c.png", "shards/d.png");
        IReadOnlyList<ImageEntry> images = ImageEntry.Find(folder["images"]);
        MaskExport export = new(MaskExportFormat.Json, "settings", Bright);
        export.Run(images, folder["whole"]);
        foreach (string shard in (string[])["3/3", "1/3", "3/3", "2/3"])
        {
            export.RunShard(images, folder["shards"], Shard.Parse(shard));
        }

        export.Merge(images, folder["shards"]);
        Assert.Equal(Files("whole"), Files("shards"));

        IEnumerable<(string, string)> Files(string of) => Directory.GetFiles(folder[of], "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder[of], file), Fingerprint.OfFile(file))).Order();
    }

    private static MaskRecord Record(RunLengthMask mask, double iou, double stability, IReadOnlyList<ImagePoint> points) => new(
        Segmentation: mask,
        Area: mask.Area,
        Bounds: ImageBox.OfSize(mask.Bounds.X0, mask.Bounds.Y0, mask.Bounds.Width - 1, mask.Bounds.Height - 1),
        PredictedIou: iou,
        PointCoordinates: points,
        StabilityScore: stability,
        CropBox: ImageBox.OfSize(0, 0, mask.Width, mask.Height));

    private static TempFolder Images(params string[] names)
    {
        TempFolder folder = new();
        for (int i = 0; i < names.Length; i++)
        {
            string path = folder["images/" + names[i]];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            RgbImageFile.Write(path, Image(i));
        }

        return folder;
    }

    private static RgbImage Image(int seed)
    {
        RgbImage image = new(6, 4);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    private sealed class After(int count, Action action) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Done == count)
            {
                action();
            }
        }
    }
}
