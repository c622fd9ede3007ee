using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.RunFiles;
using SeCo.SegmentAnything;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.MaskFiles;

public sealed class MaskFileSegmenterTests
{
    private const int Width = 20;
    private const int Height = 10;

    // A street with a car on it, the car's door, and a sign far away.
    private static readonly Box Street = new(0, 4, 20, 10);
    private static readonly Box Car = new(4, 5, 10, 9);
    private static readonly Box Door = new(6, 6, 8, 8);
    private static readonly Box Sign = new(15, 0, 17, 2);

    [Fact]
    public void All_masks_come_in_the_order_of_the_file_with_their_predicted_iou()
    {
        using TempFolder folder = Files("city/a");
        using ISegmentedImage image = new MaskFileSegmenter(new() { Folder = folder.Path }).Open(new RgbImage(Width, Height), "city/a");

        IReadOnlyList<SegmentMask> masks = image.GenerateMasks();

        Assert.Equal([Street, Car, Door, Sign], masks.Select(m => m.Mask.Bounds));
        Assert.Equal([0.9, 0.8, 0.7, 0.6], masks.Select(m => m.Score));
    }

    [Fact]
    public void A_box_is_answered_by_the_mask_with_the_best_box_among_those_that_hold_its_points()
    {
        Assert.Equal(Car, Answer(new SegmentPrompt(new Box(3, 4, 11, 10), [])));
        Assert.Equal(Car, Answer(new SegmentPrompt(new Box(3, 4, 11, 10), [new ImagePoint(7, 7)])));
        Assert.Equal(Door, Answer(new SegmentPrompt(new Box(6, 6, 8, 8), [new ImagePoint(7, 7)])));

        // The point lies on the street beside the car, and the street's box fits well enough.
        Assert.Equal(Street, Answer(new SegmentPrompt(new Box(3, 4, 17, 10), [new ImagePoint(13, 7)])));
    }

    [Fact]
    public void Where_no_mask_fits_the_box_the_answer_is_empty()
    {
        Assert.Equal(default, Answer(new SegmentPrompt(new Box(0, 0, 3, 3), [new ImagePoint(1, 1)])));
        Assert.Equal(default, Answer(new SegmentPrompt(new Box(11, 0, 20, 9), [new ImagePoint(16, 1)]), minimum: 0.5));
        Assert.Equal(default, Answer(new SegmentPrompt(null, [new ImagePoint(16, 1), new ImagePoint(7, 7)])));
        Assert.Equal(default, Answer(new SegmentPrompt(null, [new ImagePoint(double.NaN, 1)])));
    }

    [Fact]
    public void Points_alone_are_answered_by_the_mask_of_the_highest_score_that_holds_all()
    {
        Assert.Equal(Street, Answer(new SegmentPrompt(null, [new ImagePoint(7, 7)])));
        Assert.Equal(Sign, Answer(new SegmentPrompt(null, [new ImagePoint(16, 1), new ImagePoint(15.4, 0)])));
    }

    [Fact]
    public void A_file_is_found_under_the_whole_name_or_its_last_part_and_nowhere_else()
    {
        using TempFolder folder = Files("a");
        MaskFileSegmenter segmenter = new(new() { Folder = folder.Path });

        Assert.Equal(folder["a.json"], segmenter.Find("a"));
        Assert.Equal(folder["a.json"], segmenter.Find("city/a"));
        string fault = Assert.Throws<DatasetException>(() => segmenter.Find("city/b")).Message;
        Assert.Contains(folder[Path.Combine("city", "b.json")], fault, StringComparison.Ordinal);
        Assert.Contains(folder["b.json"], fault, StringComparison.Ordinal);

        // Names of a COCO file may begin with folders that those of the run do not have.
        Directory.CreateDirectory(folder["images/city"]);
        File.WriteAllText(folder["images/city/a.json"], "[]");
        segmenter = new MaskFileSegmenter(new() { Folder = folder.Path });
        Assert.Equal(folder["images/city/a.json"], segmenter.Find("city/a"));
        Assert.Equal(folder["a.json"], segmenter.Find("town/a"));
        Directory.CreateDirectory(folder["other/city"]);
        File.WriteAllText(folder["other/city/a.json"], "[]");
        segmenter = new MaskFileSegmenter(new() { Folder = folder.Path });
        Assert.Contains("may have the mask file", Assert.Throws<DatasetException>(() => segmenter.Find("city/a")).Message, StringComparison.Ordinal);

        File.WriteAllText(folder["../outside.json"], "[]");
        try
        {
            Assert.Throws<DatasetException>(() => segmenter.Find("x/../../outside"));
        }
        finally
        {
            File.Delete(folder["../outside.json"]);
        }
    }

    [Fact]
    public void A_file_of_another_image_and_a_folder_that_is_not_there_are_refused()
    {
        using TempFolder folder = Files("a");
        MaskFileSegmenter segmenter = new(new() { Folder = folder.Path });

        Assert.Contains(
            "the image has 21 x 10", Assert.Throws<DatasetException>(() => segmenter.Open(new RgbImage(21, 10), "a")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "aggregation.mask_files.folder", Assert.Throws<DatasetException>(() => new MaskFileSegmenter(new())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MaskFileSegmenter(new() { Folder = folder.Path, MinimumBoxIou = double.NaN }));
    }

    private static Box Answer(SegmentPrompt prompt, double minimum = 0.25)
    {
        using TempFolder folder = Files("a");
        using ISegmentedImage image = new MaskFileSegmenter(new() { Folder = folder.Path, MinimumBoxIou = minimum }).Open(new RgbImage(Width, Height), "a");
        SegmentMask answer = Assert.Single(image.Predict([prompt]));
        Assert.Equal((Width, Height), (answer.Mask.Width, answer.Mask.Height));
        return answer.Mask.Bounds;
    }

    private static TempFolder Files(string name)
    {
        TempFolder folder = new();
        Box[] boxes = [Street, Car, Door, Sign];
        MaskRecordFile.WriteSa1b(folder[name + ".json"], new MaskFileImage(0, Width, Height, name), boxes.Select((box, i) => new MaskRecord(
            Segmentation: RunLengthMask.FromWindow(Width, Height, box, Enumerable.Repeat((byte)1, (int)box.Area).ToArray()),
            Area: box.Area,
            Bounds: ImageBox.OfSize(box.X0, box.Y0, box.Width - 1, box.Height - 1),
            PredictedIou: (9 - i) / 10.0,
            PointCoordinates: [],
            StabilityScore: 1,
            CropBox: ImageBox.OfSize(0, 0, Width, Height))));
        return folder;
    }
}
