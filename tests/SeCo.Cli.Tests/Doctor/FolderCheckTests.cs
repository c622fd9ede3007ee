using SeCo.Cli.Doctor;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Doctor;

public sealed class FolderCheckTests
{
    [Fact]
    public void A_folder_is_left_as_it_was()
    {
        using TempFolder folder = new();
        Assert.Contains(FolderCheck.Look(folder.Path), f => f is { Name: "writable", Value: "yes" });
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_gets_a_way_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a folder that nobody may write to");
        Finding found = Assert.Single(FolderCheck.Look("/proc"), f => f.Name == "writable");
        Assert.Equal(FindingKind.Note, found.Kind);
        Assert.Contains("--out", found.Advice, StringComparison.Ordinal);
    }
}
