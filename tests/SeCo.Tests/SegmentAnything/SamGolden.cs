using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;

namespace SeCo.Tests.SegmentAnything;

/// <summary>Reads the reference data of Segment Anything; skips the running test where it is missing.</summary>
internal static class SamGolden
{
    public static SegmenterGolden Set { get; } = new("sam");

    public static string Folder => Set.Folder;

    public static JsonElement Json(string file) => Set.Json(file);

    public static JsonElement At(this JsonElement element, string key) => element.GetProperty(key);

    public static int Int(this JsonElement element, string key) => element.GetProperty(key).GetInt32();

    public static double Double(this JsonElement element, string key) => element.GetProperty(key).GetDouble();

    public static double[] Numbers(this JsonElement list) =>
        [.. list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? double.NaN : e.GetDouble())];

    public static ImageBox Box(this JsonElement list) =>
        list.Numbers() is [var x0, var y0, var x1, var y1] ? new ImageBox(x0, y0, x1, y1) : throw new FormatException();

    public static ImagePoint Point(this JsonElement list) => list.Numbers() is [var x, var y] ? new ImagePoint(x, y) : throw new FormatException();

    /// <summary>A box of whole pixels, x0 y0 x1 y1.</summary>
    public static Box PixelBox(this JsonElement list) => new(list[0].GetInt32(), list[1].GetInt32(), list[2].GetInt32(), list[3].GetInt32());

    public static RgbImage Image(string name) => Set.Image(name);

    public static TensorData Array(string file) => Set.Array(file);

    /// <summary>All masks of an array <c>[N, H, W]</c> of bytes.</summary>
    public static RunLengthMask[] Masks(string file)
    {
        TensorData array = Array(file);
        (int height, int width) = ((int)array.Shape[1], (int)array.Shape[2]);
        byte[] values = array.Values<byte>().ToArray();
        int area = width * height;
        return [.. Enumerable.Range(0, (int)array.Shape[0]).Select(
            i => RunLengthMask.FromMask(new BinaryMask(width, height, values[(i * area)..((i + 1) * area)])))];
    }

    /// <summary>A dense mask given as rows of numbers.</summary>
    public static RunLengthMask Mask(this JsonElement rows)
    {
        byte[][] values = [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(Bit).ToArray())];
        return RunLengthMask.FromMask(new BinaryMask(values[0].Length, values.Length, [.. values.SelectMany(r => r)]));
    }

    private static byte Bit(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetByte(),
    };

    public static RunLengthMask Rle(this JsonElement rle) =>
        RunLengthMask.FromCounts(
            rle.At("size")[1].GetInt32(), rle.At("size")[0].GetInt32(), [.. rle.At("counts").EnumerateArray().Select(c => c.GetUInt32())]);
}
