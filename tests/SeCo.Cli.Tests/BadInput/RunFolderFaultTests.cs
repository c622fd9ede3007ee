using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.BadInput;

/// <summary>Run folders that cannot be one.</summary>
public sealed class RunFolderFaultTests : IDisposable
{
    private readonly FewScenes _scenes = new();

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public async Task A_file_is_refused()
    {
        File.WriteAllText(_scenes.Out, "mine");
        (await _scenes.Run("run")).Expect(ExitCode.Failed).Says(_scenes.Out, "is a file");
        Assert.Equal("mine", File.ReadAllText(_scenes.Out));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("demo")]
    public async Task A_folder_of_other_things_is_refused_and_left_alone(string verb)
    {
        Directory.CreateDirectory(_scenes.Out);
        File.WriteAllText(Path.Combine(_scenes.Out, "thesis.txt"), "mine");
        string[] args = verb == "run" ? [verb, _scenes.Configuration, "--out", _scenes.Out] : [verb, "--images", "2", "--out", _scenes.Out];
        (await Seco.Run(args)).Expect(ExitCode.Failed).Says(_scenes.Out, "is not empty and holds no run", "--out");
        Assert.Equal(["thesis.txt"], Snapshot.Of(_scenes.Out).Names);
    }

    [Theory]
    [InlineData("manifest.json", "{\"name\": \"a program for the web\"}")]
    [InlineData("manifest.json", "no JSON")]
    [InlineData("manifest.json", "[]")]
    [InlineData(".cache/lock", "")]
    [InlineData(".cache/fonts", "")]
    public async Task A_folder_that_only_looks_like_a_run_is_refused_and_left_alone(string name, string content)
    {
        (string, string)[] files =
            [(name, content), ("labels/mine.png", "mine"), ("correction/mine.txt", "mine"), ("letter.partial", "mine"), ("thesis.txt", "mine")];
        foreach ((string file, string text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_scenes.Out, file))!);
            File.WriteAllText(Path.Combine(_scenes.Out, file), text);
        }

        Snapshot before = Snapshot.Of(_scenes.Out);
        (await _scenes.Run("run")).Expect(ExitCode.Failed).Says(_scenes.Out, "is not empty and holds no run", "--out");
        Assert.Empty(before.DifferencesFrom(Snapshot.Of(_scenes.Out)));
    }

    [Fact]
    public async Task A_demonstration_leaves_a_folder_called_data_alone()
    {
        Directory.CreateDirectory(Path.Combine(_scenes.Out, "data", "train"));
        File.WriteAllText(Path.Combine(_scenes.Out, "data", "train", "mine.txt"), "mine");
        (await Seco.Run("demo", "--images", "2", "--out", _scenes.Out)).Expect(ExitCode.Failed)
            .Says(_scenes.Out, "is not empty and holds no run of the demonstration", "--out");
        Assert.Equal(["data/train/mine.txt"], Snapshot.Of(_scenes.Out).Names);
    }

    [Fact]
    public async Task A_run_that_was_killed_before_its_manifest_goes_on()
    {
        (await _scenes.Run("pseudo-label")).Expect(ExitCode.Done);
        File.Delete(Path.Combine(_scenes.Out, "manifest.json"));
        File.WriteAllText(Path.Combine(_scenes.Out, "manifest.json.abcdefgh.ijk.partial"), "{");
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        _scenes.AssertNothingHalfWritten();
    }

    [Theory]
    [InlineData("labels/scene_0001.png")]
    [InlineData("correction/verdicts/scene_0001.json")]
    [InlineData("adaptation")]
    [InlineData("run.log")]
    [InlineData("config.yaml")]
    public async Task No_command_follows_a_link_out_of_a_run_folder(string name)
    {
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        string link = Path.Combine(_scenes.Out, name), outside = _scenes["outside"];
        if (name == "adaptation")
        {
            Directory.CreateDirectory(outside);
            File.WriteAllText(Path.Combine(outside, "best.safetensors"), "mine");
            Directory.CreateSymbolicLink(link, outside);
        }
        else
        {
            File.Move(link, outside);
            File.CreateSymbolicLink(link, outside);
        }

        Snapshot before = Snapshot.Of(_scenes["."]);
        string[][] commands =
        [
            ["run", _scenes.Configuration, "--out", _scenes.Out],
            ["report", _scenes.Out],
            ["report", _scenes.Out, "--out", _scenes["report.html"]],
            ["labels", "export", _scenes.Out, "--format", "coco", "--out", _scenes["regions.json"]],
            ["predict", "--weights", _scenes.Out, "--images", _scenes.Data("images"), "--out", _scenes["answers"]],
        ];
        foreach (string[] command in commands)
        {
            (await Seco.Run(command)).Expect(ExitCode.Failed).Says(link, "a link to " + outside, "not followed");
            Assert.Empty(before.DifferencesFrom(Snapshot.Of(_scenes["."])));
        }

        if (name.StartsWith("labels/", StringComparison.Ordinal))
        {
            string[] evaluate = ["evaluate", "--predictions", Path.Combine(_scenes.Out, "labels"), "--truth", _scenes.Data("truth"), "--classes", "camvid11"];
            (await Seco.Run(evaluate)).Expect(ExitCode.Failed).Says(link, "a link that leads out of");
            File.Delete(Path.Combine(_scenes.Out, "manifest.json")); // now it is nobody's run
            Assert.DoesNotContain("a link that leads out of", (await Seco.Run(evaluate)).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Links_inside_a_run_folder_and_those_that_the_user_allows_are_followed()
    {
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        string stage = Path.Combine(_scenes.Out, "aggregation");
        File.CreateSymbolicLink(Path.Combine(_scenes.Out, "notes.txt"), Path.Combine(_scenes.Out, "labels.txt"));
        (await _scenes.Run("run")).Expect(ExitCode.Done);
        Directory.Move(stage, _scenes["disk"]);
        Directory.CreateSymbolicLink(stage, _scenes["disk"]);
        (await _scenes.Run("run")).Expect(ExitCode.Failed).Says(stage, "dataset.follow_links=true");
        (await _scenes.Run("run", "--set", "dataset.follow_links=true")).Expect(ExitCode.Done);
        (await Seco.Run("report", _scenes.Out)).Expect(ExitCode.Failed).Says(stage); // the folder's own settings do not allow it
        (await Seco.Run("report", _scenes.Out, "--set", "dataset.follow_links=true")).Expect(ExitCode.Done);
        Directory.CreateSymbolicLink(_scenes["run-link"], _scenes.Out);
        (await Seco.Run("report", _scenes["run-link"], "--set", "dataset.follow_links=true")).Expect(ExitCode.Done);
    }

    [Fact]
    public async Task A_path_below_a_file_is_refused()
    {
        string below = Path.Combine(_scenes.Configuration, "run");
        SecoResult result = (await Seco.Run("run", _scenes.Configuration, "--out", below)).Expect(ExitCode.Failed).Says(_scenes.Configuration);
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a folder that nobody may write to");
        SecoResult result = (await Seco.Run("run", _scenes.Configuration, "--out", "/proc/seco-run")).Expect(ExitCode.Failed).Says("/proc/seco-run");
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
    }
}
