using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Configuration;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.SegmentAnything;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Exchange;

/// <summary>Every reader of foreign data, on files with bytes and numbers changed at random: a result or a named fault, and never more memory than a small
/// file may ask for.</summary>
public sealed class DamagedInputTests : IDisposable
{
    // 128 MiB at once, and what is made and given back on the way to it.
    private const long MostBytes = 1L << 30;
    private static readonly string[] Numbers = ["0", "-1", "65535", "16384", "1000000", "2147483647", "4294967295", "1e300", "99999999999999999999"];

    private static readonly string Polygons =
        """{"images": [{"id": 1, "file_name": "a.png", "width": 40, "height": 30}], "categories": [{"id": 1, "name": "road"}], "annotations": """
        + """[{"image_id": 1, "category_id": 1, "segmentation": [[1, 1, 39, 2, 20, 29], [3, 3, 9, 3, 9, 9]]}, """
        + """{"image_id": 1, "category_id": 1, "segmentation": {"size": [30, 40], "counts": [100, 50, 1050]}}]}""";

    private static readonly string Marks =
        """[{"data": {"name": "a"}, "annotations": [{"result": [{"type": "polygonlabels", "original_width": 40, "original_height": 30, "value": """
        + """{"points": [[1, 1], [90, 9], [1, 90]], "polygonlabels": ["road"]}}, {"type": "brushlabels", "original_width": 40, """
        + """ "original_height": 30, "value": {"rle": [RLE], "brushlabels": ["road"]}}]}]}]""";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Property(MaxTest = 60)]
    public void Damage_gives_a_result_or_a_named_fault_within_the_budget(int seed)
    {
        Random random = new(seed);
        RegionSelection scenes = TwoScenes.Select();
        string rle = string.Join(", ", BrushRle.Encode(scenes.Regions(scenes.Images[0])[0].Mask)), path = _temp["damaged"];
        using MemoryStream zip = new(), png = new(), regions = new();
        CvatArchive.Write(zip, scenes);
        LabelPng.Write(png, new LabelMap(40, 30));
        RegionFile.Write(regions, scenes.Regions(scenes.Images[0]));
        Try(path, zip.ToArray(), random, () => new CvatReader(path, TwoScenes.Classes).Read(_ => (40, 30)).Count());
        Try(path, Changed(Polygons, random), random, () => CocoReader.Read(path).Count);
        Try(path, Changed(Polygons, random), random, () => new CocoFormat().Read(path, TwoScenes.Classes, _ => null).Count());
        Try(path, Changed(Marks.Replace("RLE", rle, StringComparison.Ordinal), random), random,
            () => new LabelStudioReader(path, TwoScenes.Classes).Read(_ => null).Count());
        Try(path, png.ToArray(), random, () => LabelPng.Read(path).Width);
        Try(path, png.ToArray(), random, () => RgbImageFile.Read(path).Width);
        Try(path, Changed(Encoding.UTF8.GetString(regions.ToArray()), random), random, () => RegionFile.Read(path).Count());
        Try(path, Changed(Encoding.UTF8.GetString(regions.ToArray()), random), random, () => MaskRecordFile.Read(path).Count());
        Try(path, Changed("a: [1, 2, {b: !x 3}]\nc: &d \"e\"\nf: *d\n? g\n: |\n  h\n", random), random, () => YamlReader.ReadFile(path).Location.Length);
    }

    // Numbers of a text become others that are chosen to do harm.
    private static byte[] Changed(string text, Random random)
    {
        int[] starts = [.. Enumerable.Range(1, text.Length - 1).Where(i => char.IsAsciiDigit(text[i]) && !char.IsAsciiDigit(text[i - 1]))];
        for (int at = starts.Length - 1; at >= 0; at--)
        {
            if (random.Next(starts.Length) == 0)
            {
                int end = starts[at];
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                {
                    end++;
                }

                text = string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, starts[at])}{Numbers[random.Next(Numbers.Length)]}{text.AsSpan(end)}");
            }
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static void Try(string path, byte[] bytes, Random random, Func<int> read)
    {
        for (int i = random.Next(3); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        File.WriteAllBytes(path, random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (Exception fault) when (fault is DatasetException or ImageFormatException or CheckpointException or ConfigurationException)
        {
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }
}
