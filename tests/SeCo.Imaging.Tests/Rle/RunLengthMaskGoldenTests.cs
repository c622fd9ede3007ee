using System.Text.Json;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Rle;

/// <summary>Exact agreement with the COCO mask API (see the README beside the data).</summary>
public sealed class RunLengthMaskGoldenTests
{
    [Fact]
    public void Each_mask_encodes_to_the_reference_runs()
    {
        string folder = SharedData.Require("golden/rle");
        foreach (JsonElement entry in Load(folder, "cases.json"))
        {
            BinaryMask mask = ReadMask(folder, entry);
            CheckCase(entry, mask, entry.GetProperty("name").GetString()!);
        }
    }

    [Fact]
    public void Each_fuzzed_mask_encodes_to_the_reference_runs()
    {
        string folder = SharedData.Require("golden/rle");
        int index = 0;
        foreach (JsonElement entry in Load(folder, "fuzz.json"))
        {
            string[] rows = [.. entry.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!)];
            CheckCase(entry, new BinaryMask(rows[0].Length, rows.Length, [.. string.Concat(rows).Select(c => (byte)(c - '0'))]), $"fuzz {index++}");
        }
    }

    [Fact]
    public void Each_pair_has_the_reference_overlap()
    {
        string folder = SharedData.Require("golden/rle");
        Dictionary<string, RunLengthMask> masks = LoadMasks(folder);
        foreach (JsonElement pair in LoadRoot(folder, "pairs.json").GetProperty("iou").EnumerateArray())
        {
            (string a, string b) = (pair.GetProperty("a").GetString()!, pair.GetProperty("b").GetString()!);
            Assert.True(Math.Abs(pair.GetProperty("iou").GetDouble() - RunLengthMask.Iou(masks[a], masks[b])) <= 1e-12, $"{a} and {b}");
            Assert.True(
                Math.Abs(pair.GetProperty("iou_crowd").GetDouble() - RunLengthMask.Iou(masks[a], masks[b], isCrowd: true)) <= 1e-12, $"{a} and {b}, crowd");
        }
    }

    [Fact]
    public void Each_merge_has_the_reference_runs()
    {
        string folder = SharedData.Require("golden/rle");
        Dictionary<string, RunLengthMask> masks = LoadMasks(folder);
        foreach (JsonElement merge in LoadRoot(folder, "pairs.json").GetProperty("merge").EnumerateArray())
        {
            RunLengthMask[] parts = [.. merge.GetProperty("masks").EnumerateArray().Select(n => masks[n.GetString()!])];
            CheckMerge(merge.GetProperty("union"), parts.Aggregate(RunLengthMask.Union));
            CheckMerge(merge.GetProperty("intersection"), parts.Aggregate(RunLengthMask.Intersect));
        }
    }

    private static void CheckMerge(JsonElement expected, RunLengthMask found)
    {
        Assert.Equal(expected.GetProperty("size").EnumerateArray().Select(v => v.GetInt32()), [found.Height, found.Width]);
        Assert.Equal(expected.GetProperty("counts").GetString(), found.ToCompressedString());
    }

    private static void CheckCase(JsonElement entry, BinaryMask mask, string name)
    {
        RunLengthMask encoded = RunLengthMask.FromMask(mask);
        string text = entry.GetProperty("counts").GetString()!;
        uint[] counts = [.. entry.GetProperty("counts_raw").EnumerateArray().Select(v => v.GetUInt32())];
        int[] box = [.. entry.GetProperty("bbox").EnumerateArray().Select(v => (int)v.GetDouble())];
        Assert.Equal(counts, encoded.Counts.ToArray());
        Assert.Equal(text, encoded.ToCompressedString());
        Assert.Equal(counts, RunLengthMask.Parse(mask.Width, mask.Height, text).Counts.ToArray());
        Assert.Equal(entry.GetProperty("area").GetInt64(), encoded.Area);
        Assert.Equal(new Box(box[0], box[1], box[0] + box[2], box[1] + box[3]), encoded.Bounds);
        Assert.True(mask.Pixels.SequenceEqual(RunLengthMask.FromCounts(mask.Width, mask.Height, counts).ToMask().Pixels), name);
    }

    private static Dictionary<string, RunLengthMask> LoadMasks(string folder) => Load(folder, "cases.json").ToDictionary(
        entry => entry.GetProperty("name").GetString()!,
        entry => RunLengthMask.FromMask(ReadMask(folder, entry)));

    private static BinaryMask ReadMask(string folder, JsonElement entry)
    {
        LabelMap image = LabelPng.Read(Path.Combine(folder, entry.GetProperty("file").GetString()!));
        return new BinaryMask(image.Width, image.Height, [.. image.Pixels.ToArray().Select(v => v != 0 ? (byte)1 : (byte)0)]);
    }

    private static JsonElement.ArrayEnumerator Load(string folder, string name) => LoadRoot(folder, name).EnumerateArray();

    private static JsonElement LoadRoot(string folder, string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name)));
        return document.RootElement.Clone();
    }
}
