using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

/// <summary>Each step of the automatic generator against the outputs of the official helper functions (<c>amg_utils.json</c>);
/// tolerances as given there.</summary>
public sealed class MaskStepsGoldenTests
{
    [Fact]
    public void Point_grids()
    {
        foreach (JsonElement @case in SamGolden.Json("amg_utils.json").At("build_all_layer_point_grids").EnumerateArray())
        {
            ImagePoint[][] found = PointGrid.ForLayers(@case.Int("n_per_side"), @case.Int("n_layers"), @case.Int("scale_per_layer"));
            JsonElement[] expected = [.. @case.At("grids_xy").EnumerateArray()];
            Assert.Equal(expected.Length, found.Length);
            foreach ((JsonElement grid, ImagePoint[] points) in expected.Zip(found))
            {
                Assert.Equal(grid.GetArrayLength(), points.Length);
                Assert.All(points, (point, i) =>
                {
                    Assert.Equal(grid[i].Point().X, point.X, 1e-12);
                    Assert.Equal(grid[i].Point().Y, point.Y, 1e-12);
                });
            }
        }
    }

    [Fact]
    public void Crop_boxes()
    {
        foreach (JsonElement @case in SamGolden.Json("amg_utils.json").At("generate_crop_boxes").EnumerateArray())
        {
            JsonElement size = @case.At("im_size_hw");
            IReadOnlyList<ImageCrop> found = ImageCrop.Layers(size[1].GetInt32(), size[0].GetInt32(), @case.Int("n_layers"), @case.Double("overlap_ratio"));
            IEnumerable<ImageCrop> expected = @case.At("crop_boxes_xyxy").EnumerateArray()
                .Zip(@case.At("layer_idxs").EnumerateArray(), (box, layer) => new ImageCrop(box.PixelBox(), layer.GetInt32()));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Boxes_of_masks()
    {
        JsonElement golden = SamGolden.Json("amg_utils.json").At("masks");
        RunLengthMask[] masks = SamGolden.Masks(golden.At("masks").GetString()!);
        Assert.All(masks, (mask, i) =>
        {
            ImageBox box = ImageBox.Around(mask.Bounds);
            Assert.Equal(golden.At("mask_to_rle_pytorch")[i].Rle().Counts.ToArray(), mask.Counts.ToArray());
            Assert.Equal(golden.At("area_from_rle")[i].GetInt64(), mask.Area);
            Assert.Equal(golden.At("batched_mask_to_box_xyxy")[i].Box(), box);
        });
    }

    [Fact]
    public void Small_regions()
    {
        JsonElement golden = SamGolden.Json("amg_utils.json").At("remove_small_regions");
        RunLengthMask[] masks = SamGolden.Masks(golden.At("masks").GetString()!), results = SamGolden.Masks(golden.At("results").GetString()!);
        foreach (JsonElement @case in golden.At("cases").EnumerateArray())
        {
            RunLengthMask before = masks[@case.Int("mask")];
            int area = @case.Int("area_thresh");
            RunLengthMask after = @case.At("mode").GetString() == "holes" ? SmallRegions.FillHoles(before, area) : SmallRegions.RemoveIslands(before, area);
            RunLengthMask expected = @case.At("result").ValueKind == JsonValueKind.Null ? before : results[@case.Int("result")];
            Assert.Equal(!@case.At("changed").GetBoolean(), ReferenceEquals(before, after));
            Assert.Equal(expected.Counts.ToArray(), after.Counts.ToArray());
            Assert.Equal(@case.At("area").GetInt64(), after.Area);
        }
    }

    [Fact]
    public void Boxes_near_the_edge_of_a_crop()
    {
        foreach (JsonElement @case in SamGolden.Json("amg_utils.json").At("is_box_near_crop_edge").EnumerateArray())
        {
            ImageCrop crop = new(@case.At("crop_box").PixelBox(), 1);
            Box image = @case.At("orig_box").PixelBox();
            Assert.All(@case.At("near_edge").EnumerateArray().ToArray(), (expected, i) => Assert.Equal(
                expected.GetBoolean(),
                crop.CutsOff(@case.At("boxes_xyxy_in_crop")[i].Box(), image.X1, image.Y1, @case.Double("atol"))));
        }
    }

    [Fact]
    public void Crops_put_back_into_the_image()
    {
        JsonElement golden = SamGolden.Json("amg_utils.json").At("uncrop");
        foreach (JsonElement @case in golden.ValueKind == JsonValueKind.Array ? golden.EnumerateArray().ToArray() : [golden])
        {
            ImageCrop crop = new(@case.At("crop_box").PixelBox(), 1);
            int height = @case.At("orig_size_hw")[0].GetInt32(), width = @case.At("orig_size_hw")[1].GetInt32();
            Assert.All(@case.At("masks").EnumerateArray().ToArray(), (mask, i) => Assert.Equal(
                @case.At("uncrop_masks")[i].Mask().Counts.ToArray(),
                RunLengthMask.FromWindow(width, height, crop.Box, mask.Mask().ToMask().Pixels).Counts.ToArray()));
            Assert.All(
                @case.At("boxes_xyxy").EnumerateArray().ToArray(), (box, i) => Assert.Equal(@case.At("uncrop_boxes_xyxy")[i].Box(), crop.Uncrop(box.Box())));
            Assert.All(
                @case.At("points_xy").EnumerateArray().ToArray(),
                (point, i) => Assert.Equal(@case.At("uncrop_points_xy")[i].Point(), crop.Uncrop(point.Point())));
        }
    }

    [Fact]
    public void Non_maximum_suppression()
    {
        foreach (JsonElement @case in SamGolden.Json("amg_utils.json").At("batched_nms").EnumerateArray())
        {
            ImageBox[] boxes = [.. @case.At("boxes_xyxy").EnumerateArray().Select(b => b.Box())];
            float[] scores = [.. @case.At("scores").EnumerateArray().Select(s => s.GetSingle())];
            int[] categories = [.. @case.At("categories").EnumerateArray().Select(c => c.GetInt32())];

            // Boxes of different categories never meet.
            IEnumerable<int> kept = Enumerable.Range(0, boxes.Length).GroupBy(i => categories[i]).SelectMany(own =>
            {
                int[] places = [.. own];
                return BoxNms.Keep([.. places.Select(i => boxes[i])], [.. places.Select(i => scores[i])], @case.Double("iou_threshold"))
                    .Select(i => places[i]);
            });
            Assert.Equal(@case.At("kept").EnumerateArray().Select(k => k.GetInt32()), kept.OrderByDescending(i => scores[i]));
        }
    }
}
