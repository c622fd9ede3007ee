using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

/// <summary>Reads the reference data of one segmenter, and compares with it; skips the running test where it is missing.</summary>
/// <param name="set">The folder in <c>golden</c>.</param>
internal sealed class SegmenterGolden(string set)
{
    public string Folder => SharedData.Require($"golden/{set}");

    public string PathOf(string file) => Path.Combine(Folder, file);

    public JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        return document.RootElement.Clone();
    }

    public RgbImage Image(string name) => RgbImageFile.Read(PathOf(Path.Combine("images", name + ".png")));

    public TensorData Array(string file) => NpyFile.Read(PathOf(file));

    /// <summary>The prompts of an entry: one, or a batch where points or boxes are lists of lists.</summary>
    public SamPrompt[] Prompts(JsonElement entry)
    {
        bool hasPoints = entry.TryGetProperty("point_coords", out JsonElement coords);
        bool isBatch = hasPoints && coords[0][0].ValueKind == JsonValueKind.Array;
        JsonElement[] points = !hasPoints ? [] : isBatch ? [.. coords.EnumerateArray()] : [coords];
        JsonElement[] labels = !hasPoints ? [] : isBatch ? [.. entry.At("point_labels").EnumerateArray()] : [entry.At("point_labels")];
        JsonElement[] boxes = entry.TryGetProperty("boxes", out JsonElement many)
            ? [.. many.EnumerateArray()]
            : entry.TryGetProperty("box", out JsonElement one) ? [one] : [];
        bool hasMask = entry.TryGetProperty("mask_input", out JsonElement file)
            || (entry.TryGetProperty("files", out JsonElement files) && files.TryGetProperty("mask_input", out file));
        ReadOnlyMemory<float> mask = hasMask ? Array(file.At("file").GetString()!).Values<float>().ToArray() : null;
        return [.. Enumerable.Range(0, Math.Max(1, Math.Max(points.Length, boxes.Length))).Select(i => new SamPrompt
        {
            Points = points.Length == 0 ? [] : [.. points[i].EnumerateArray().Select(p => p.Point())],
            Labels = points.Length == 0 ? [] : [.. labels[i].EnumerateArray().Select(l => (PointLabel)l.GetInt32())],
            Box = boxes.Length == 0 ? null : boxes[i].Box(),
            Mask = mask,
        })];
    }

    /// <summary>The settings of a generator; what is missing is the default.</summary>
    public static AutomaticMaskOptions Options(JsonElement config)
    {
        AutomaticMaskOptions usual = new();
        return new()
        {
            PointsPerSide = (int)Number("points_per_side", usual.PointsPerSide),
            PointsPerBatch = (int)Number("points_per_batch", usual.PointsPerBatch),
            PredIouThresh = config.Double("pred_iou_thresh"),
            StabilityScoreThresh = config.Double("stability_score_thresh"),
            StabilityScoreOffset = Number("stability_score_offset", usual.StabilityScoreOffset),
            BoxNmsThresh = Number("box_nms_thresh", usual.BoxNmsThresh),
            CropNLayers = (int)Number("crop_n_layers", usual.CropNLayers),
            CropNmsThresh = Number("crop_nms_thresh", usual.CropNmsThresh),
            CropOverlapRatio = Number("crop_overlap_ratio", usual.CropOverlapRatio),
            CropNPointsDownscaleFactor = (int)Number("crop_n_points_downscale_factor", usual.CropNPointsDownscaleFactor),
            MinMaskRegionArea = (int)Number("min_mask_region_area", usual.MinMaskRegionArea),
            MultimaskOutput = !config.TryGetProperty("multimask_output", out JsonElement several) || several.GetBoolean(),
            UseM2M = config.TryGetProperty("use_m2m", out JsonElement again) && again.GetBoolean(),
        };

        double Number(string key, double otherwise) => config.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : otherwise;
    }

    /// <summary>Compares with an array of a file: with every so manieth row and column of planes, where the file says so; planes are square unless a width is
    /// given.</summary>
    public void SameNumbers(JsonElement file, float[] found, double tolerance, string what, int? width = null)
    {
        TensorData array = Array(file.At("file").GetString()!);
        float[] expected = array.Values<float>().ToArray();
        if (file.TryGetProperty("stride", out JsonElement stride) && stride.GetInt32() is > 1 and var step)
        {
            long planes = expected.Length / (array.Shape[^1] * array.Shape[^2]);
            int row = width ?? (int)Math.Sqrt(found.Length / planes), rows = (int)(found.Length / planes / row);
            found = [.. Enumerable.Range(0, found.Length).Where(i => i % row % step == 0 && i / row % rows % step == 0).Select(i => found[i])];
        }

        Assert.Equal(expected.Length, found.Length);
        float worst = expected.Zip(found, (e, f) => Math.Abs(e - f)).DefaultIfEmpty().Max();
        Assert.True(worst <= tolerance, $"{what} differs by {worst}");
    }

    /// <summary>Compares with packed masks of a file, <c>[…, H, ⌈W / 8⌉]</c>.</summary>
    public void SameMasks(JsonElement file, IReadOnlyList<SamMask> found, string what, double minimum = 0.995)
    {
        TensorData packed = Array(file.At("file").GetString()!);
        ReadOnlySpan<byte> bits = packed.Values<byte>();
        int height = (int)packed.Shape[^2], bytes = (int)packed.Shape[^1], width = file.At("unpacked_shape").EnumerateArray().Last().GetInt32();
        for (int i = 0; i < found.Count; i++)
        {
            BinaryMask mask = new(width, height);
            for (int p = 0; p < mask.Pixels.Length; p++)
            {
                (int y, int x) = Math.DivRem(p, width);
                mask.Pixels[p] = (byte)((bits[(((i * height) + y) * bytes) + (x / 8)] >> (7 - (x % 8))) & 1);
            }

            RunLengthMask expected = RunLengthMask.FromMask(mask);
            Assert.Equal((expected.Width, expected.Height), (found[i].Mask.Width, found[i].Mask.Height));
            Assert.True(expected.Area == 0 ? found[i].Area == 0 : RunLengthMask.Iou(expected, found[i].Mask) >= minimum, $"{what}, mask {i}");
        }
    }

    /// <summary>Compares all masks of an image with the official records, in their order.</summary>
    public static void SameRecords(JsonElement golden, IReadOnlyList<MaskRecord> found, double ofPoints = 1e-9)
    {
        JsonElement[] expected = [.. golden.At("records").EnumerateArray()];
        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected, (record, i) =>
        {
            Assert.True(RunLengthMask.Iou(record.At("segmentation").Rle(), found[i].Segmentation) >= 0.99);
            Assert.Equal(record.Double("predicted_iou"), found[i].PredictedIou, 1e-3);
            Assert.Equal(record.Double("stability_score"), found[i].StabilityScore, 1e-3);
            Assert.InRange(found[i].Area, record.Int("area") * 0.99, record.Int("area") * 1.01);
            Assert.Equal(found[i].Segmentation.Area, found[i].Area);
            Near(record.At("bbox"), found[i].Bounds, 1);
            Near(record.At("crop_box"), found[i].CropBox, 0);
            Assert.Equal(record.At("point_coords")[0].Point().X, Assert.Single(found[i].PointCoordinates).X, ofPoints);
            Assert.Equal(record.At("point_coords")[0].Point().Y, found[i].PointCoordinates[0].Y, ofPoints);
        });

        static void Near(JsonElement expected, ImageBox found, double tolerance)
        {
            double[] values = [found.X0, found.Y0, found.Width, found.Height];
            Assert.All(expected.Numbers(), (number, i) => Assert.InRange(values[i], number - tolerance, number + tolerance));
        }
    }
}
