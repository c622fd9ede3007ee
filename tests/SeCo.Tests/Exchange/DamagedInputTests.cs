using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Configuration;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Models.SegFormer;
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

    [Property(MaxTest = 25)]
    public void Damage_in_the_folder_of_a_tool_for_training_is_named_too(int seed)
    {
        Random random = new(seed);
        ClassSet classes = TwoScenes.Classes;
        foreach (TrainingFolderFormat format in ExchangeFormat.All.OfType<TrainingFolderFormat>())
        {
            string folder = _temp[format.Name];
            if (!Directory.Exists(folder))
            {
                LabelMap labels = new(40, 30);
                labels.Pixels[..500].Clear();
                labels.Pixels[700..].Fill(13);
                LabelPng.Write(_temp["given/day/a.png"], labels);
                LabelPng.Write(_temp["given/b.png"], labels);
                RgbImageFile.Write(_temp["pictures/day/a.png"], new RgbImage(40, 30));
                RgbImageFile.Write(_temp["pictures/b.png"], new RgbImage(40, 30));
                format.Export(new(LabelFolderSource.Open(_temp["given"], classes, _temp["pictures"]), new()), folder, TestContext.Current.CancellationToken);
            }

            string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            string path = files[random.Next(files.Length)];
            byte[] whole = File.ReadAllBytes(path);
            bool isText = !Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase) && whole.Length > 1;
            Try(path, isText ? Changed(Encoding.UTF8.GetString(whole), random) : [.. whole], random, () =>
            {
                ClassSet? own = format.ReadClasses(folder);
                return format.Read(folder, own ?? classes, _ => (40, 30)).Sum(image => image.Labels.Width);
            }, folder);
            File.WriteAllBytes(path, whole);
        }
    }

    [Property(MaxTest = 60)]
    public void Damage_in_what_describes_a_model_or_an_image_is_named_too(int seed)
    {
        Random random = new(seed);
        string path = _temp["config.json"], tiff = _temp["damaged.tif"];
        HuggingFaceSegFormer network = HuggingFaceSegFormer.Of(new SegFormerConfig(), ["road", "car"]);
        string config = network.ToConfigText(), preprocessor = network.ToPreprocessorText();
        Try(path, Changed(config, random), random, () => HuggingFaceSegFormer.Parse(_temp.Path, File.ReadAllText(path), preprocessor).ClassNames.Count);
        path = _temp["preprocessor_config.json"];
        Try(path, Changed(preprocessor, random), random, () => HuggingFaceSegFormer.Parse(_temp.Path, config, File.ReadAllText(path)).ClassNames.Count);
        using MemoryStream written = new();
        using (LabelTiff labels = new(written, 40, 30))
        {
            labels.Write(new byte[40 * 30]);
            labels.Finish(new Palette([(1, 2, 3)]));
        }

        Try(tiff, written.ToArray(), random, () =>
        {
            using RgbImageRows rows = RgbImageRows.Open(tiff);
            rows.Read(new byte[rows.Width * 3]);
            return GeoReference.Read(tiff) is null ? rows.Width : 0;
        });
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

    private static void Try(string path, byte[] bytes, Random random, Func<int> read, string? named = null)
    {
        for (int i = random.Next(3); i > 0 && bytes.Length > 0; i--)
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
            Assert.Contains(named ?? path, fault.Message, StringComparison.Ordinal);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }
}
