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
