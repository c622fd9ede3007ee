using System.IO.Compression;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Exchange;

/// <summary>Whatever images and classes are called: what is given out comes back confirmed, in every format.</summary>
public sealed class NamesOfAllKindsTests : IDisposable
{
    private static readonly string[] Parts =
    [
        "a", "b", "photo (1)", "x,y", "#1", "it's \"it\"", "tab\there", " lead", "trail ",
        "n\u00fcrnberg", "nu\u0308rnberg", "100%25", "a+b&c=d?e", "frame.v2",
        "A", "labels", "\u8eca", "\ud83d\ude97", "SegmentationClass", "back\\slash", "semi;colon", "-dash", "~", "[x]", "\u00a0nbsp", "dots..",
    ];

    private static readonly string[] ClassNames =
    [
        "background", "Background", "#hash", "a:b", "1,2,3", " blank ", "stra\u00dfe", "fu\u0308r", "\"quoted\"", "<x & y>", "# label", "void", "255",
        "C:\\x",
    ];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_is_given_out_comes_back_confirmed(int seed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "not all of these are names of files there");
        Random random = new(seed);
        string[] names = [.. Enumerable.Range(0, 6).Select(_ => string.Join('/', random.GetItems(Parts, random.Next(1, 4)))).Distinct()];
        string[] classes = random.GetItems(ClassNames, 4).DistinctBy(ClassSet.KeyOf).ToArray();
        RegionSelection all = Select(names, classes);
        QuestionFile.Write(_temp["q.json"], all);
        AtomicFile.Write(_temp["cvat.zip"], stream => CvatArchive.Write(stream, all));
        AtomicFile.Write(_temp["coco.json"], stream => CocoFile.Write(stream, all));
        AtomicFile.Write(_temp["tasks.json"], stream => LabelStudioFile.Write(stream, all, "/data/local-files/?d="));
        File.WriteAllText(
            _temp["studio.json"], File.ReadAllText(_temp["tasks.json"]).Replace("\"predictions\":", "\"annotations\":", StringComparison.Ordinal));
        foreach (ExchangeImage image in all.Images)
        {
            string label = _temp[$"folder/{image.Name}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(label)!);
            LabelPng.Write(label, Labels((byte)all.Regions(image)[0].CategoryId));
        }

        foreach (string answers in (string[])["cvat.zip", "coco.json", "studio.json", "folder"])
        {
            ReviewImportSummary summary = await new ReviewImport(QuestionFile.Read(_temp["q.json"]))
                .RunAsync(_temp[answers], _temp["reviews-" + answers], TestContext.Current.CancellationToken);
            Assert.Equal(new ReviewImportSummary(names.Length, 0, names.Length, 0, 0, 0), summary);
            Assert.All(names, name => Assert.True(File.Exists(_temp[$"reviews-{answers}/{name}.json"]), $"{answers}: {name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_list_of_a_run_is_read_as_it_was_written(int seed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "not all of these are names of files there");
        Random random = new(seed);
        (string Name, string File)[] images = [.. Enumerable.Range(0, 6).Select(_ => string.Join('/', random.GetItems(Parts, random.Next(1, 4)))).Distinct()
            .Select(name => (name, (seed % 2 == 0 ? "" : "images/") + name + ".png"))];
        File.WriteAllText(_temp["config.yaml"], "dataset:\n  root: .\n  classes: cityscapes19\n");
        foreach ((string name, string file) in images)
        {
            foreach (string path in new[] { _temp[$"labels/{name}.png"], _temp[file] })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                LabelPng.Write(path, Labels(1));
            }
        }

        File.WriteAllLines(_temp["labels.txt"], images.Select(i => SeCo.Datasets.ListFile.Line(i.File, $"labels/{i.Name}.png")));
        Assert.Equal(images.Select(i => new ExchangeImage(i.Name, i.File, 4, 2)), RunExport.Open(_temp.Path).Regions.Images);
        Assert.Equal(
            images.Select(i => (_temp[i.File], (string?)_temp[$"labels/{i.Name}.png"])),
            SeCo.Datasets.ListFile.Read(_temp["labels.txt"], _temp.Path).Select(l => (l.ImagePath, l.LabelPath)));
    }

    [Fact]
    public async Task An_archive_that_was_packed_on_a_mac_or_on_windows_says_the_same()
    {
        RegionSelection all = Select(["d\u00fcsseldorf/a", "b"], ["road", "car"]);
        QuestionFile.Write(_temp["q.json"], all);
        AtomicFile.Write(_temp["own.zip"], stream => CvatArchive.Write(stream, all));
        using (ZipArchive own = ZipFile.OpenRead(_temp["own.zip"]), mac = ZipFile.Open(_temp["mac.zip"], ZipArchiveMode.Create),
            windows = ZipFile.Open(_temp["windows.zip"], ZipArchiveMode.Create))
        {
            foreach (ZipArchiveEntry entry in own.Entries)
            {
                using MemoryStream bytes = new();
                using (Stream stream = entry.Open())
                {
                    stream.CopyTo(bytes);
                }

                string name = entry.FullName.Replace("\u00fc", "u\u0308", StringComparison.Ordinal);
                Add(mac, "answers/" + name, bytes.ToArray());
                Add(mac, $"__MACOSX/answers/{Path.GetDirectoryName(name)}/._{Path.GetFileName(name)}", [0, 5, 22, 7]);
                Add(mac, $"answers/{Path.GetDirectoryName(name)}/._{Path.GetFileName(name)}", [0, 5, 22, 7]);
                Add(windows, entry.FullName.Replace('/', '\\'), bytes.ToArray());
            }
        }

        foreach (string archive in (string[])["own.zip", "mac.zip", "windows.zip"])
        {
            ReviewImportSummary summary = await new ReviewImport(QuestionFile.Read(_temp["q.json"]))
                .RunAsync(_temp[archive], _temp["reviews"], TestContext.Current.CancellationToken);
            Assert.Equal(new ReviewImportSummary(2, 0, 2, 0, 0, 0), summary);
        }

        static void Add(ZipArchive zip, string name, byte[] bytes)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }

    [Theory]
    [InlineData("background:0,0,0::\nbackground:9,9,9::\n", "background")] // as earlier versions wrote it
    [InlineData("background:0,0,0::\nBackground:9,9,9::\n", "Background")]
    [InlineData("background:9,9,9::\n", "background")] // as CVAT writes it
    public async Task Black_is_what_nobody_labelled_also_where_a_class_is_called_background(string map, string name)
    {
        ReviewImportSummary summary = await WithMap(map, name);
        Assert.Equal((1, 1, 0, 0L), (summary.Images, summary.Confirmed, summary.Rejected, summary.DrawnPixels));
    }

    [Fact]
    public async Task A_class_that_is_black_in_the_archive_cannot_be_told_from_nothing()
    {
        DatasetException fault = await Assert.ThrowsAsync<DatasetException>(() => WithMap("background:0,0,0::\nroad:1,2,3::\n", "background"));
        Assert.Contains("Give the label another colour", fault.Message, StringComparison.Ordinal);
    }

    private async Task<ReviewImportSummary> WithMap(string map, string name)
    {
        RegionSelection all = Select(["a"], [name, "road"]);
        QuestionFile.Write(_temp["q.json"], all);
        using (ZipArchive zip = ZipFile.Open(_temp["a.zip"], ZipArchiveMode.Create))
        {
            using (StreamWriter text = new(zip.CreateEntry("labelmap.txt").Open()))
            {
                text.Write(map);
            }

            using Stream mask = zip.CreateEntry("SegmentationClass/a.png").Open();
            mask.Write(RoundTripTests.Png(Labels(0), [(0, 9, 9, 9)]));
        }

        return await new ReviewImport(QuestionFile.Read(_temp["q.json"])).RunAsync(_temp["a.zip"], _temp["r"], TestContext.Current.CancellationToken);
    }

    // One region an image, of the class that its place in the list gives, on the left half.
    private static RegionSelection Select(string[] names, string[] classNames)
    {
        ClassSet classes = new("own", [.. classNames.Select((name, id) => new SegmentationClass(id, name, ((byte)(id + 1), 7, 7), ClassKind.Stuff))]);
        ExchangeImage[] images = [.. names.Select(name => new ExchangeImage(name, $"images/{name}.png", 4, 2))];
        return RegionSelection.Choose(new RegionSource(classes, images, image => [Region(Array.IndexOf(images, image) % classNames.Length)]), new());
    }

    private static ConnectedRegion Region(int category) =>
        ConnectedRegion.FromMask(0, category, SeCo.Imaging.Rle.RunLengthMask.FromLabel(Labels((byte)category), (byte)category));

    private static LabelMap Labels(byte id) => new(4, 2, [id, id, 255, 255, id, id, 255, 255]);
}
