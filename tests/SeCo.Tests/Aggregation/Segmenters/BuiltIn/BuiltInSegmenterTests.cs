using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.BuiltIn;

public sealed class BuiltInSegmenterTests
{
    [Fact]
    public void The_masks_of_an_image_cover_each_pixel_once()
    {
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        byte[] covered = new byte[DrawnScene.Width * DrawnScene.Height];
        foreach (SegmentMask mask in image.GenerateMasks())
        {
            Assert.Equal((DrawnScene.Width, DrawnScene.Height), (mask.Mask.Width, mask.Mask.Height));
            AddTo(covered, mask);
        }

        Assert.All(covered, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(30)]
    public void There_are_no_more_masks_than_asked_for(int count)
    {
        using BuiltInSegmenter segmenter = new(new BuiltInSegmenterOptions { MaskCount = count });
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        Assert.InRange(image.GenerateMasks().Count, 1, count);
    }

    [Fact]
    public void Four_masks_of_a_scene_of_four_parts_are_its_parts()
    {
        using BuiltInSegmenter segmenter = new(new BuiltInSegmenterOptions { MaskCount = 4 });
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        IReadOnlyList<SegmentMask> masks = image.GenerateMasks();
        foreach (BinaryMask part in (BinaryMask[])[DrawnScene.Sky(), DrawnScene.Car(), DrawnScene.Ball()])
        {
            Assert.True(masks.Max(m => DrawnScene.IoU(m.Mask.ToMask(), part)) > 0.9);
        }
    }

    [Fact]
    public void A_box_around_a_clear_object_gives_the_object()
    {
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        IReadOnlyList<SegmentMask> masks = image.Predict([new(DrawnScene.BallBox, []), new(DrawnScene.CarBox, [new ImagePoint(52, 75)])]);
        Assert.True(DrawnScene.IoU(masks[0].Mask.ToMask(), DrawnScene.Ball()) > 0.9);
        Assert.True(DrawnScene.IoU(masks[1].Mask.ToMask(), DrawnScene.Car()) > 0.9);
    }

    [Fact]
    public void A_box_half_as_large_again_as_its_object_still_gives_the_object()
    {
        Box ball = DrawnScene.BallBox, wide = new(ball.X0 - 8, ball.Y0 - 8, ball.X1 + 8, ball.Y1 + 8);
        using BuiltInSegmenter segmenter = new(new BuiltInSegmenterOptions { BoxScale = 1.5 });
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        SegmentMask mask = image.Predict([new(wide, [new ImagePoint(115, 55)])])[0];
        Assert.True(DrawnScene.IoU(mask.Mask.ToMask(), DrawnScene.Ball()) > 0.9);
    }

    [Fact]
    public void A_point_without_a_place_is_passed_over()
    {
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        IReadOnlyList<SegmentMask> masks =
            image.Predict([new(DrawnScene.BallBox, []), new(DrawnScene.BallBox, [new ImagePoint(double.NaN, double.PositiveInfinity)])]);
        Assert.Equal(masks[0].Mask.ToCompressedString(), masks[1].Mask.ToCompressedString());
    }

    [Fact]
    public void Points_alone_give_the_object_they_lie_on()
    {
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        SegmentMask mask = image.Predict([new(null, [new ImagePoint(110, 55), new ImagePoint(120, 50)])])[0];
        Assert.True(DrawnScene.IoU(mask.Mask.ToMask(), DrawnScene.Ball()) > 0.9);
    }

    [Fact]
    public void There_is_one_mask_inside_its_box_for_each_prompt_in_order()
    {
        Box[] boxes = [new(0, 0, 20, 20), new(150, 110, 160, 120), new(0, 0, 160, 120), new(50, 30, 51, 119), new(5, 119, 155, 120)];
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        IReadOnlyList<SegmentMask> masks = image.Predict([.. boxes.Select(b => new SegmentPrompt(b, []))]);
        Assert.Equal(boxes.Length, masks.Count);
        for (int i = 0; i < boxes.Length; i++)
        {
            Box bounds = masks[i].Mask.Bounds;
            Assert.Equal(bounds, bounds.Intersect(boxes[i]));
            Assert.InRange(masks[i].Score, 0, 1);
            Assert.Equal(RunLengthMask.FromMask(masks[i].Mask.ToMask()).Counts, masks[i].Mask.Counts);
        }
    }

    [Fact]
    public void A_prompt_outside_the_image_or_without_points_gives_an_empty_mask()
    {
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        IReadOnlyList<SegmentMask> masks = image.Predict(
            [new(new Box(500, 500, 600, 600), []), new(null, []), new(null, [new ImagePoint(-3, double.NaN)]), new(new Box(9, 9, 9, 20), [])]);
        Assert.All(masks, mask => Assert.Equal(0, mask.Mask.Area));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 7)]
    [InlineData(3, 3)]
    [InlineData(40, 30)]
    public void An_image_of_one_colour_and_any_size_is_one_mask(int width, int height)
    {
        RgbImage plain = new(width, height);
        plain.Pixels.Fill(120);
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(plain);
        SegmentMask mask = Assert.Single(image.GenerateMasks());
        Assert.Equal(width * height, mask.Mask.Area);
        SegmentMask predicted = image.Predict([new(new Box(0, 0, width, height), [])])[0];
        Assert.InRange(predicted.Mask.Area, 1, width * height);
    }

    [Fact]
    public void The_same_image_gives_the_same_answers()
    {
        SegmentPrompt[] prompts = [new(DrawnScene.BallBox, []), new(DrawnScene.CarBox, []), new(null, [new ImagePoint(10, 10)])];
        Assert.Equal(Answers(), Answers());

        string[] Answers()
        {
            using BuiltInSegmenter segmenter = new();
            using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
            return [.. image.GenerateMasks().Concat(image.Predict(prompts)).Select(m => $"{m.Score:R} {m.Mask.ToCompressedString()}")];
        }
    }

    [Fact]
    public void A_cancelled_request_ends()
    {
        using BuiltInSegmenter segmenter = new();
        using ISegmentedImage image = segmenter.Open(DrawnScene.Draw());
        CancellationToken cancelled = new(canceled: true);
        Assert.Throws<OperationCanceledException>(() => segmenter.Open(DrawnScene.Draw(), cancellationToken: cancelled));
        Assert.Throws<OperationCanceledException>(() => image.GenerateMasks(cancelled));
        Assert.Throws<OperationCanceledException>(() => image.Predict([new(DrawnScene.CarBox, [])], cancelled));
    }

    [Fact]
    public void The_fingerprint_changes_with_each_option()
    {
        BuiltInSegmenterOptions defaults = new();
        BuiltInSegmenterOptions[] all =
        [
            defaults, defaults with { SuperpixelScale = 4 }, defaults with { MinimumSuperpixel = 6 }, defaults with { MaskCount = 10 },
            defaults with { PromptCells = 100 },
            defaults with { BoxScale = 1.5 },
        ];
        Assert.Equal(all.Length, all.Select(o => new BuiltInSegmenter(o).Fingerprint).Distinct().Count());
    }

    // The first set, with fences, is the one whose 285 filled boxes have a mean IoU of 0.676.
    [Fact]
    public void Boxes_around_CamVid_things_give_better_masks_than_the_filled_box()
    {
        (byte[] Classes, int Things, double FilledIoU)[] sets = [([2, 6, 7, 8, 9, 10], 285, 0.676), ([2, 6, 8, 9, 10], 220, 0.648)];
        string root = SharedData.Require("data/camvid");
        string[] names = [.. Directory.GetFiles(Path.Combine(root, "labels", "val")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];
        List<(byte Label, double Predicted, double Filled)> found = [];
        using BuiltInSegmenter segmenter = new();
        for (int i = 0; i < names.Length; i += 6)
        {
            using ISegmentedImage image = segmenter.Open(RgbImageFile.Read(Path.Combine(root, "images", "val", names[i] + ".webp")));
            ComponentMap components = ConnectedComponents.Label(LabelPng.Read(Path.Combine(root, "labels", "val", names[i] + ".png")));
            for (int c = 0; c < components.Components.Count; c++)
            {
                Component thing = components.Components[c];
                if (thing.Area >= 50 && sets[0].Classes.Contains(thing.Label))
                {
                    SegmentMask mask = image.Predict([new(thing.Bounds, [])])[0];
                    long both = Overlap(mask, components, c);
                    found.Add((thing.Label, (double)both / (mask.Mask.Area + thing.Area - both), (double)thing.Area / thing.Bounds.Area));
                }
            }
        }

        Assert.All(sets, set =>
        {
            (byte Label, double Predicted, double Filled)[] things = [.. found.Where(f => set.Classes.Contains(f.Label))];
            Assert.Equal(set.Things, things.Length);
            Assert.Equal(set.FilledIoU, things.Average(t => t.Filled), 0.001);
            double predicted = things.Average(t => t.Predicted);
            Assert.True(predicted > set.FilledIoU + 0.05, $"mean IoU {predicted:F4}");
        });
    }

    private static long Overlap(SegmentMask mask, ComponentMap components, int index)
    {
        long both = 0;
        foreach ((int x, int y, int length) in mask.Mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                both += components.Row(row)[x] == index + 1 ? 1 : 0;
            }
        }

        return both;
    }

    private static void AddTo(byte[] covered, SegmentMask mask)
    {
        foreach ((int x, int y, int length) in mask.Mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                covered[(row * mask.Mask.Width) + x]++;
            }
        }
    }
}
