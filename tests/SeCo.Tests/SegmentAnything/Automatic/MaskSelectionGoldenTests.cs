using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;
using Xunit;

namespace SeCo.Tests.SegmentAnything.Automatic;

/// <summary>Thresholds and suppression from the official candidates, without the network: what stays, and in what order.</summary>
public sealed class MaskSelectionGoldenTests
{
    private static readonly RunLengthMask NoMask = RunLengthMask.FromMask(new BinaryMask(1, 1));

    [Theory]
    [InlineData("plain")]
    [InlineData("crops")]
    [InlineData("regions")]
    public void The_counts_along_the_way_are_the_official_ones(string name)
    {
        JsonElement golden = SamGolden.Json($"amg/{name}.json");
        AutomaticMaskOptions options = SegmenterGolden.Options(golden.At("config"));
        RgbImage image = SamGolden.Image(golden.At("image").GetString()!);
        List<MaskRecord> all = [], kept = [];
        Queue<JsonElement> stages = new(golden.At("stages").EnumerateArray());
        ImageCrop crop = default;
        foreach (JsonElement batch in SamGolden.Json($"amg/{name}.candidates.json").At("records").EnumerateArray())
        {
            ImageCrop next = new(batch.At("crop_box_xyxy").PixelBox(), batch.Int("layer"));
            if (!crop.Box.IsEmpty && next != crop)
            {
                EndCrop();
            }

            crop = next;
            JsonElement stage = stages.Dequeue();
            MaskRecord[] candidates = [.. Candidates(batch, crop)];
            MaskRecord[] trusted = [.. candidates.Where(c => MaskSelection.IouAbove(options) is not double above || (float)c.PredictedIou > above)];
            MaskRecord[] stable = [.. trusted.Where(c => MaskSelection.IsStable((float)c.StabilityScore, options))];
            MaskRecord[] whole = [.. stable.Where(c => !crop.CutsOff(c.Bounds, image.Width, image.Height))];
            Assert.Equal(
                (stage.Int("candidates"), stage.Int("after_iou_filter"), stage.Int("after_stability_filter"), stage.Int("after_edge_filter")),
                (candidates.Length, trusted.Length, stable.Length, whole.Length));
            all.AddRange(whole);
        }

        EndCrop();
        if (options.CropNLayers > 0)
        {
            JsonElement stage = stages.Dequeue();
            kept = [.. MaskSelection.BetweenCrops(kept, options.CropNmsThresh)];
            Assert.Equal(stage.Int("after"), kept.Count);
        }

        if (options.MinMaskRegionArea == 0)
        {
            Assert.Empty(stages);
            Assert.All(golden.At("records").EnumerateArray().ToArray(), (record, i) =>
            {
                Assert.Equal(record.Double("predicted_iou"), kept[i].PredictedIou, 1e-9);
                Assert.Equal(record.Double("stability_score"), kept[i].StabilityScore, 1e-9);
                Assert.Equal(record.At("bbox").Numbers(), kept[i].Bounds is var b ? [b.X0, b.Y0, b.Width, b.Height] : []);
            });
        }

        void EndCrop()
        {
            JsonElement stage = stages.Dequeue();
            Assert.Equal(stage.Int("before"), all.Count);
            IReadOnlyList<MaskRecord> left = MaskSelection.WithinCrop(all, options.BoxNmsThresh);
            Assert.Equal(stage.Int("after"), left.Count);
            kept.AddRange(left.Select(c => c with { Bounds = crop.Uncrop(c.Bounds) }));
            all.Clear();
        }
    }

    private static IEnumerable<MaskRecord> Candidates(JsonElement batch, ImageCrop crop)
    {
        double[] ious = batch.At("iou").Numbers(), stabilities = batch.At("stability").Numbers();
        for (int i = 0; i < ious.Length; i++)
        {
            yield return new MaskRecord(
                Segmentation: NoMask,
                Area: 0,
                Bounds: batch.At("boxes_xyxy_in_crop")[i].Box(),
                PredictedIou: (float)ious[i],
                StabilityScore: (float)stabilities[i],
                PointCoordinates: [batch.At("points_model_frame")[i / 3].Point()],
                CropBox: new ImageBox(crop.Box.X0, crop.Box.Y0, crop.Box.X1, crop.Box.Y1));
        }
    }
}
