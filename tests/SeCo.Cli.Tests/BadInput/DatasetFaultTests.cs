using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using Xunit;

namespace SeCo.Cli.Tests.BadInput;

/// <summary>Images, labels and lists that cannot be used: named, together, before they cost anything, and nothing is half-written.</summary>
public sealed class DatasetFaultTests : IDisposable
{
    private static readonly string[] FromList = ["--set", "dataset.layout=list", "--set", "pixel_labels.source=given", "--set", "dataset.list=list.txt"];

    private readonly FewScenes _scenes = new();

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public async Task Missing_files_are_named_together()
    {
        File.Delete(_scenes.Data("predictions/scene_0001.png"));
        File.Delete(_scenes.Data("confidence/scene_0002.png"));
        await _scenes.Refuses([_scenes.Data("predictions/scene_0001.png"), _scenes.Data("confidence/scene_0002.png"), "no such file"]);
    }

    [Fact]
    public async Task Truncated_images_are_named_together()
    {
        string[] cut = [_scenes.Cut("images/scene_0000.png", 0.5), _scenes.Cut("images/scene_0002.png", 0.7)];
        await _scenes.Refuses(cut);
    }

    [Fact]
    public async Task An_image_without_a_header_is_found_before_anything_is_made()
    {
        await _scenes.Refuses([_scenes.Cut("images/scene_0001.png", 0)]);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels", "labels")));
    }

    [Fact]
    public async Task Truncated_and_malformed_labels_and_confidences_are_named_together()
    {
        string[] faulty =
            [_scenes.Cut("predictions/scene_0000.png", 0.6), _scenes.Cut("confidence/scene_0001.png", 0.6), _scenes.Data("predictions/scene_0002.png")];
        byte[] bytes = File.ReadAllBytes(faulty[2]);
        bytes[^20] ^= 0x40; // in the pixel data: its check sum is wrong
        File.WriteAllBytes(faulty[2], bytes);
        await _scenes.Refuses(faulty);
    }

    [Theory]
    [InlineData("predictions")]
    [InlineData("confidence")]
    [InlineData("truth")]
    public async Task Files_of_another_size_than_their_image_are_found_before_anything_is_made(string kind)
    {
        string path = _scenes.Data(kind + "/scene_0001.png");
        if (kind == "confidence")
        {
            ConfidencePng.Write(path, new ConfidenceMap(80, 48));
        }
        else
        {
            LabelPng.Write(path, new LabelMap(80, 48));
        }

        await _scenes.Refuses([path, "80 x 48", "160 x 96", "images/scene_0001.png"]);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels", "labels")));
    }

    [Fact]
    public async Task Labels_outside_the_class_set_are_named_with_their_pixel()
    {
        string first = _scenes.Change("predictions/scene_0000.png", labels => labels[31, 7] = 42);
        string second = _scenes.Change("predictions/scene_0002.png", labels => labels[5, 60] = 99);
        await _scenes.Refuses([first, "label 42 at (31, 7)", second, "label 99 at (5, 60)", "seco labels convert"]);
    }

    [Fact]
    public async Task Truth_outside_the_class_set_is_named_before_any_work_is_done()
    {
        string truth = _scenes.Change("truth/scene_0001.png", labels => labels[0, 1] = 77);
        (await _scenes.Run("run")).Expect(ExitCode.Failed).Says("dataset, truth", truth, "label 77 at (0, 1)", "seco labels check");
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels")));

        _scenes.Change("truth/scene_0001.png", labels => labels[0, 1] = 255);
        (await _scenes.Run("run")).Expect(ExitCode.Done);
    }

    [Fact]
    public async Task Labels_without_any_label_give_labels_without_any_label()
    {
        foreach (int i in Enumerable.Range(0, 3))
        {
            _scenes.Change($"predictions/scene_000{i}.png", labels => labels.Pixels.Fill(255));
        }

        SecoResult result = (await _scenes.Run("run")).Expect(ExitCode.Done);
        Assert.Equal(-1, LabelPng.Read(Path.Combine(_scenes.Out, "labels", "scene_0000.png")).Pixels.IndexOfAnyExcept((byte)255));
        result.Says("no region");
    }

    [Fact]
    public async Task One_image_without_labels_does_not_stop_the_others()
    {
        _scenes.Change("predictions/scene_0001.png", labels => labels.Pixels.Fill(255));
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        Assert.NotEqual(-1, LabelPng.Read(Path.Combine(_scenes.Out, "labels", "scene_0000.png")).Pixels.IndexOfAnyExcept((byte)255));
    }

    [Fact]
    public async Task A_class_of_a_single_pixel_is_no_fault()
    {
        foreach (int i in Enumerable.Range(0, 3))
        {
            _scenes.Change($"predictions/scene_000{i}.png", labels => labels.Pixels.Replace((byte)3, (byte)0));
        }

        _scenes.Change("predictions/scene_0001.png", labels => labels[80, 48] = 3);
        (await _scenes.Run("run")).Expect(ExitCode.Done);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a remark\n\n")]
    public async Task An_empty_list_is_named(string content)
    {
        File.WriteAllText(_scenes.Data("list.txt"), content);
        await _scenes.Refuses([_scenes.Data("list.txt"), "no image is listed"], FromList);
    }

    [Fact]
    public async Task A_folder_without_images_is_named()
    {
        Directory.CreateDirectory(_scenes.Data("empty"));
        await _scenes.Refuses([_scenes.Data("empty"), "holds no image", ".png"], "--set", "dataset.images=empty");
    }

    [Fact]
    public async Task Every_faulty_line_of_a_list_is_named_with_its_number()
    {
        File.WriteAllText(_scenes.Data("list.txt"), """
            images/scene_0000.png predictions/scene_0000.png
            images/scene_0000.png predictions/scene_0000.png
            ../outside.png predictions/scene_0001.png
            /etc/hostname predictions/scene_0001.png
            images/missing.png predictions/scene_0002.png
            """);
        await _scenes.Refuses(
            [
                _scenes.Data("list.txt"), "line 2: images/scene_0000.png is listed already in line 1", "line 3: ../outside.png: leaves the dataset's root",
                "line 4: /etc/hostname: an absolute path", "line 5: images/missing.png: no such file",
            ],
            FromList);
    }

    [Fact]
    public async Task A_list_of_images_and_pixel_labels_runs()
    {
        File.WriteAllText(_scenes.Data("list.txt"), "images/scene_0002.png predictions/scene_0002.png\nimages/scene_0001.png predictions/scene_0001.png\n");
        (await _scenes.Run("run", FromList)).Expect(ExitCode.Done);
        Assert.Equal(
            ["images/scene_0002.png labels/scene_0002.png", "images/scene_0001.png labels/scene_0001.png"],
            File.ReadLines(Path.Combine(_scenes.Out, "labels.txt")).Select(l => l.Replace("labels/images/", "labels/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[{\"segmentation\": {\"size\": [96, 160], \"counts\": \"~~~~\"}}]")]
    [InlineData("[{\"segmentation\"")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_malformed_region_file_of_an_earlier_call_is_named_with_the_way_out(string content)
    {
        (await _scenes.Run("pseudo-label")).Expect(ExitCode.Done);
        (await _scenes.Run("aggregate")).Expect(ExitCode.Done);
        (await _scenes.Run("correct", "--shard", "1/1")).Expect(ExitCode.Done);
        string path = Path.Combine(_scenes.Out, "correction", "regions", "scene_0001.json");
        File.WriteAllText(path, content);
        await _scenes.Refuses([path, "delete"]);
    }

    [Fact]
    public async Task Missing_stage_files_of_a_finished_run_are_made_again()
    {
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        Snapshot whole = Snapshot.OfRun(_scenes.Out);
        File.Delete(Path.Combine(_scenes.Out, "correction", "labels", "scene_0001.png"));
        File.Delete(Path.Combine(_scenes.Out, "labels", "scene_0002.png"));
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        Assert.Empty(whole.DifferencesFrom(Snapshot.OfRun(_scenes.Out)));
    }
}
