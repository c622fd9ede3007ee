using SeCo.Pipeline;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Pipeline.Context;

public sealed class RunFolderTests
{
    [Fact]
    public void A_folder_of_other_things_is_refused()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["notes.txt"], "mine");
        IOException fault = Assert.Throws<IOException>(() => new RunFolder(temp.Path));
        Assert.Contains("holds no run", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], Directory.EnumerateFileSystemEntries(temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_run_left_is_opened_again()
    {
        using TempFolder temp = new();
        RunFolder folder = new(temp.Path);
        File.WriteAllText(folder.Log, "started");
        Directory.CreateDirectory(folder.PixelLabels);
        Assert.Equal(temp.Path, new RunFolder(temp.Path).Path);
    }

    [Fact]
    public void Results_go_and_the_folders_of_stages_stay()
    {
        using TempFolder temp = new();
        RunFolder folder = new(temp.Path);
        Directory.CreateDirectory(folder.Labels);
        Directory.CreateDirectory(folder.Correction);
        File.WriteAllText(folder.List, "a labels/a.png");
        File.WriteAllText(folder.Evaluation, "{}");
        File.WriteAllText(Path.Combine(folder.Labels, "a.png"), "");
        File.WriteAllText(Path.Combine(folder.Labels, "mine.png"), "");
        File.WriteAllText(temp["b.png"], "");
        folder.DeleteResults(["a", "../b"]);
        Assert.Equal(["mine.png"], Directory.EnumerateFileSystemEntries(folder.Labels).Select(Path.GetFileName));
        Assert.Equal(["b.png", "correction", "labels"], Directory.EnumerateFileSystemEntries(temp.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Rounds_lie_inside_from_the_second()
    {
        using TempFolder temp = new();
        RunFolder run = new(temp.Path);
        Assert.Equal("round-2", Path.GetFileName(run.Round(2).Path));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Round(1));
    }

    [Fact]
    public void Two_processes_do_not_work_in_one_folder()
    {
        using TempFolder temp = new();
        RunFolder folder = new(temp.Path);
        using IDisposable held = folder.Lock();
        Assert.Throws<SeCo.Storage.FolderInUseException>(() => folder.Lock());
    }
}
