using System.IO.Compression;
using System.Text.Json;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

/// <summary>Regions of a run go out to a person, come back, and decide in the next run: exactly there.</summary>
public sealed class LabelsImportCommandTests(SmallScenes scenes) : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_persons_word_changes_the_next_run_exactly_where_it_was_said()
    {
        (await Export("cvat", "review.zip", "--limit", "6", "--min-pixels", "12")).Expect(ExitCode.Done);
        QuestionFile questions = QuestionFile.Read(_temp["review.questions.json"]);
        (string Image, ConnectedRegion Region)[] asked = [.. questions.Images.SelectMany(i => questions.Regions[i.Name].Select(r => (i.Name, r)))];
        Assert.Equal(6, asked.Length);

        // The first two stay, the next two get another class, one is deleted, one is half repainted.
        Dictionary<string, LabelMap> answers = Unpack(questions);
        byte other = (byte)((asked[2].Region.CategoryId + 1) % questions.Classes.Count);
        byte last = (byte)((asked[3].Region.CategoryId + 2) % questions.Classes.Count);
        Fill(answers[asked[2].Image], asked[2].Region, other);
        Fill(answers[asked[3].Image], asked[3].Region, last);
        Fill(answers[asked[4].Image], asked[4].Region, 255);
        byte half = (byte)((asked[5].Region.CategoryId + 1) % questions.Classes.Count);
        (int X, int Y)[] drawn = [.. Pixels(asked[5].Region).Take((int)asked[5].Region.Area / 2)];
        foreach ((int x, int y) in drawn)
        {
            answers[asked[5].Image][x, y] = half;
        }

        Pack("answers.zip", questions, answers);
        SecoResult imported = (await Seco.Run(
            "labels", "import", _temp["answers.zip"], "--questions", _temp["review.questions.json"], "--out", _temp["reviews"])).Expect(ExitCode.Done);
        Assert.Contains("2 regions confirmed, 2 relabelled, 1 rejected", imported.Output, StringComparison.Ordinal);

        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        SecoResult second = (await Seco.Run(scenes.Arguments("run", folder, "--set", $"correction.review={_temp["reviews"]}"))).Expect(ExitCode.Done);
        second.Says("only the reviews have changed; regions, features and classifier are kept", "5 reviewed by people");

        // A run from the beginning says the same, byte for byte.
        string fresh = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", fresh, "--set", $"correction.review={_temp["reviews"]}"))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(fresh).DifferencesFrom(Snapshot.OfRun(folder)));

        Dictionary<string, LabelMap> expected = questions.Images.ToDictionary(i => i.Name, i => Final(scenes.Baseline, i.Name));
        foreach ((string image, ConnectedRegion region) in asked[..5])
        {
            Fill(
                expected[image],
                region,
                (byte)(region == asked[2].Region ? other : region == asked[3].Region ? last : region == asked[4].Region ? 255 : region.CategoryId));
        }

        foreach ((int x, int y) in Pixels(asked[5].Region))
        {
            expected[asked[5].Image][x, y] = drawn.Contains((x, y)) ? half : (byte)asked[5].Region.CategoryId;
        }

        foreach (string name in Enumerable.Range(0, SmallScenes.Count).Select(i => $"scene_{i:0000}"))
        {
            LabelMap wanted = expected.TryGetValue(name, out LabelMap? changed) ? changed : Final(scenes.Baseline, name);
            Assert.True(wanted.Pixels.SequenceEqual(Final(folder, name).Pixels), $"{name} has other labels than the person and the run before gave it");
        }

        HashSet<(string, int)> said = [.. asked[..5].Select(a => (a.Image, a.Region.Id))];
        foreach (string name in Enumerable.Range(0, SmallScenes.Count).Select(i => $"scene_{i:0000}"))
        {
            ConnectedRegion[] before = Verdicts(scenes.Baseline, name), after = Verdicts(folder, name);
            Assert.Equal(before.Length, after.Length);
            for (int i = 0; i < before.Length; i++)
            {
                Assert.Equal(before[i].Outcome! with { Verdict = 0, Label = 0 }, after[i].Outcome! with { Verdict = 0, Label = 0 });
                Assert.Equal(said.Contains((name, i)) ? RegionVerdict.Reviewed : before[i].Outcome!.Verdict, after[i].Outcome!.Verdict);
            }
        }

        // Without the reviews everything is as it was.
        (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Theory]
    [InlineData("coco", "review.json")]
    [InlineData("cvat", "review.zip")]
    public async Task What_comes_back_untouched_is_confirmed(string format, string file)
    {
        (await Export(format, file, "--verdict", "noisy", "--min-pixels", "12")).Expect(ExitCode.Done);
        int asked = QuestionFile.Read(_temp["review.questions.json"]).Regions.Values.Sum(r => r.Count);
        SecoResult imported =
            (await Seco.Run("labels", "import", _temp[file], "--questions", _temp["review.questions.json"], "--out", _temp["reviews"])).Expect(ExitCode.Done);
        Assert.Contains($"{asked} regions confirmed, 0 relabelled, 0 rejected; 0 pixels drawn by hand.", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_references_layout_is_read_back_and_holds_its_six_fields()
    {
        SecoResult result = (await Export("reference", "regions")).Expect(ExitCode.Done);
        Assert.Contains($"of {SmallScenes.Count} images", result.Output, StringComparison.Ordinal);
        ConnectedRegion[] own = Verdicts(scenes.Baseline, "scene_0003");
        ConnectedRegion[] read = [.. RegionFile.Read(_temp["regions/scene_0003.json"], ClassSet.Named("cityscapes19"))];
        Assert.Equal(own.Select(r => (r.Id, r.CategoryId, r.Area)), read.Select(r => (r.Id, r.CategoryId, r.Area)));
        Assert.All(read, r => Assert.InRange(r.TrueLabel!.Purity, 1, 100));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(_temp["regions/scene_0003.json"]));
        Assert.Equal(["segmentation", "bbox", "area", "category_id", "id", "true_label"], json.RootElement[0].EnumerateObject().Select(p => p.Name));
        (await Export("reference", "plain", "--no-truth")).Expect(ExitCode.Done);
        Assert.Equal(new RegionTruth(255, 0, false), RegionFile.Read(_temp["plain/scene_0003.json"]).First().TrueLabel);
    }

    [Fact]
    public async Task Unimatchs_lists_have_one_root_and_are_a_split_of_a_dataset()
    {
        string root = Path.GetDirectoryName(scenes.Data)!;
        (await Export("unimatch", "lists", "--data-root", root)).Expect(ExitCode.Done);
        string[] line = File.ReadLines(_temp["lists/labelled.txt"]).First().Split(' ');
        Assert.Equal(2, line.Length);
        Assert.All(line, part => Assert.True(File.Exists(Path.Combine(root, part))));
        string folder = scenes.NewFolder();
        (await Seco.Run(
            "run", "--out", folder, "--set", $"dataset.root={root}", "--set", "dataset.layout=list", "--set", $"dataset.list={_temp["lists/labelled.txt"]}",
            "--set", "dataset.limit=2",
            "--set", "pixel_labels.source=given", "--set", "correction.backbone=descriptors", "--set", "device=cpu", "--set", "threads=1"))
            .Expect(ExitCode.Done);
        Assert.True(File.Exists(Path.Combine(folder, "labels", Path.ChangeExtension(line[0], ".png"))));
    }

    [Fact]
    public async Task Label_studio_gets_tasks_settings_and_questions()
    {
        (await Export("label-studio", "tasks.json", "--limit", "3", "--min-pixels", "12", "--image-prefix", "http://images/")).Expect(ExitCode.Done);
        using JsonDocument tasks = JsonDocument.Parse(File.ReadAllBytes(_temp["tasks.json"]));
        Assert.StartsWith("http://images/images/scene_", tasks.RootElement[0].GetProperty("data").GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["tasks.config.xml"]));
        Assert.Equal(3, QuestionFile.Read(_temp["tasks.questions.json"]).Regions.Values.Sum(r => r.Count));
    }

    [Fact]
    public async Task Wrong_uses_are_told_with_the_way_out()
    {
        (await Seco.Run("labels", "export", _temp.Path, "--format", "coco", "--out", _temp["x.json"])).Expect(ExitCode.Failed)
            .Says(_temp.Path, "no run whose labels are made", "let it finish");
        (await Export("dota", "x")).Expect(ExitCode.WrongUsage).Says("--format", "dota");
        (await Export("coco", "x.json", "--verdict", "cleen")).Expect(ExitCode.WrongUsage).Says("--verdict", "clean");
        (await Export("coco", "x.json", "--limit", "0")).Expect(ExitCode.WrongUsage).Says("limit is 0");
        (await Export("coco", "x.json", "--verdict", "reviewed")).Expect(ExitCode.Failed).Says("no region fits");
        (await Seco.Run("labels", "import", _temp["none"], "--out", _temp["reviews"])).Expect(ExitCode.WrongUsage).Says("--questions", "--classes");
        (await Seco.Run("labels", "import", _temp["none"], "--classes", "cityscapes19", "--out", _temp["reviews"])).Expect(ExitCode.Failed)
            .Says("no such file or folder");
        Directory.CreateDirectory(_temp["empty"]);
        (await Seco.Run(scenes.Arguments("run", scenes.NewFolder(), "--set", $"correction.review={_temp["empty"]}"))).Expect(ExitCode.Failed)
            .Says("correction.review", "NAME.json");
        (await Seco.Run(scenes.Arguments("run", scenes.NewFolder(), "--set", $"correction.review={_temp["none"]}"))).Expect(ExitCode.Failed)
            .Says("no such folder", "seco labels import");
    }

    private Task<SecoResult> Export(string format, string file, params string[] more) =>
        Seco.Run(["labels", "export", scenes.Baseline, "--format", format, "--out", _temp[file], .. more]);

    private static LabelMap Final(string run, string name) => LabelPng.Read(Path.Combine(run, "labels", name + ".png"));

    private static ConnectedRegion[] Verdicts(string run, string name) => [.. RegionFile.Read(Path.Combine(run, "correction", "verdicts", name + ".json"))];

    private static void Fill(LabelMap labels, ConnectedRegion region, byte label)
    {
        foreach ((int x, int y) in Pixels(region))
        {
            labels[x, y] = label;
        }
    }

    private static List<(int X, int Y)> Pixels(ConnectedRegion region)
    {
        List<(int X, int Y)> pixels = [];
        foreach ((int x, int y, int length) in region.Mask.Columns())
        {
            pixels.AddRange(Enumerable.Range(y, length).Select(row => (x, row)));
        }

        return pixels;
    }

    // The pictures of the archive that went out, as labels.
    private Dictionary<string, LabelMap> Unpack(QuestionFile questions)
    {
        Dictionary<(byte, byte, byte), byte> ids = questions.Classes.Classes.ToDictionary(c => c.Color, c => (byte)c.Id);
        Dictionary<string, LabelMap> labels = [];
        using ZipArchive zip = ZipFile.OpenRead(_temp["review.zip"]);
        foreach (ExchangeImage image in questions.Images)
        {
            using Stream stream = zip.GetEntry($"SegmentationClass/{image.Name}.png")!.Open();
            RgbImage picture = ColorPng.Read(stream, image.Name);
            LabelMap map = new(picture.Width, picture.Height);
            for (int i = 0; i < map.Pixels.Length; i++)
            {
                map.Pixels[i] = ids.GetValueOrDefault((picture.Pixels[i * 3], picture.Pixels[(i * 3) + 1], picture.Pixels[(i * 3) + 2]), (byte)255);
            }

            labels[image.Name] = map;
        }

        return labels;
    }

    private void Pack(string name, QuestionFile questions, Dictionary<string, LabelMap> answers)
    {
        using ZipArchive zip = ZipFile.Open(_temp[name], ZipArchiveMode.Create);
        using (StreamWriter map = new(zip.CreateEntry("labelmap.txt").Open()))
        {
            map.Write(string.Concat(questions.Classes.Classes.Select(c => $"{c.Name}:{c.Color.R},{c.Color.G},{c.Color.B}::\n")));
        }

        foreach ((string image, LabelMap labels) in answers)
        {
            RgbImage picture = new(labels.Width, labels.Height);
            for (int i = 0; i < labels.Pixels.Length; i++)
            {
                (picture.Pixels[i * 3], picture.Pixels[(i * 3) + 1], picture.Pixels[(i * 3) + 2]) = labels.Pixels[i] == 255
                    ? default
                    : questions.Classes.Classes[labels.Pixels[i]].Color;
            }

            using Stream stream = zip.CreateEntry($"SegmentationClass/{image}.png").Open();
            ColorPng.Write(stream, picture);
        }
    }
}
