using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class OutputFolderTests
{
    [Theory]
    [InlineData("data/images", "is")]
    [InlineData("data/images/", "is")]
    [InlineData("data/images/runs/first", "lies in")]
    [InlineData("data", "holds")]
    [InlineData("data/../data/images/x", "lies in")]
    [InlineData("link/x", "lies in")]
    public void An_output_in_at_or_above_an_input_is_refused(string output, string how)
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp["data/images"]);
        Directory.CreateSymbolicLink(temp["link"], temp["data/images"]);
        string fault = Assert.Throws<IOException>(() => OutputFolder.RequireApart(temp[output], temp["data/images"])).Message;
        Assert.Contains($"the output {how} the input folder", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data/images2")]
    [InlineData("data/runs")]
    public void An_output_beside_an_input_is_taken(string output)
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp["data/images"]);
        OutputFolder.RequireApart(temp[output], temp["data/images"]);
    }

    [Fact]
    public void A_second_process_is_refused_by_the_name_of_the_first_and_a_dead_one_s_lock_does_not_block()
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp["out"]);
        File.WriteAllText(temp["out/.seco-lock"], "");
        File.WriteAllText(temp["out/.seco-lock.holder"], "process 1 on elsewhere, started long ago"); // killed: the system has given its lock back
        using (OutputFolder.Take(temp["out"]))
        {
            string fault = Assert.Throws<FolderInUseException>(() => OutputFolder.Take(temp["out"])).Message;
            Assert.Contains($"process {Environment.ProcessId} on ", fault, StringComparison.Ordinal);
        }

        Assert.Equal([], Directory.GetFileSystemEntries(temp["out"]));
        OutputFolder.Take(temp["out"]).Dispose();
    }

    [Fact]
    public void What_killed_commands_left_goes_and_nothing_else()
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp["out/labels"]);
        string torn = AtomicFile.TemporaryName(temp["out/labels/a.png"]), beside = AtomicFile.TemporaryName(temp["out"]);
        string within = AtomicFile.TemporaryName(temp["out/labels/b"]); // a folder of one image's masks
        File.WriteAllText(torn, "");
        Directory.CreateDirectory(beside);
        Directory.CreateDirectory(within);
        File.WriteAllText(Path.Combine(within, "0.png"), "");
        File.WriteAllText(Path.Combine(beside, "a.json"), "");
        string[] others = [temp["out/labels/a.partial"], temp["out/a.12345678.zip.partial.png"], temp["out2.partial"]];
        Array.ForEach(others, file => File.WriteAllText(file, "mine"));

        OutputFolder.Take(temp["out"]).Dispose();

        Assert.False(File.Exists(torn));
        Assert.False(Directory.Exists(beside));
        Assert.False(Directory.Exists(within));
        Assert.All(others, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void A_folder_that_was_made_and_stays_empty_goes_again()
    {
        using TempFolder temp = new();
        OutputFolder.Take(temp["new"]).Dispose();
        Assert.False(Directory.Exists(temp["new"]));
    }
}
