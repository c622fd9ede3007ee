using SeCo.Cli.Doctor;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Doctor;

/// <summary>What is made of what was found.</summary>
public sealed class FindingTests
{
    [Fact]
    public void Hardware_threads_of_one_core_are_one_core()
    {
        const string Text = "processor\t: 0\nmodel name\t: Some 9000\nphysical id\t: 0\ncore id\t\t: 0\n\nprocessor\t: 1\nmodel name\t: Some 9000\nphysical id\t: 0\ncore id\t\t: 0\n\n"
            + "processor\t: 2\nmodel name\t: Some 9000\nphysical id\t: 1\ncore id\t\t: 0\n\n";
        Assert.Equal(new ProcessorList("Some 9000", 3, 2), ProcessorList.Parse(Text));
    }

    [Fact]
    public void Processors_without_names_and_cores_are_counted() =>
        Assert.Equal(new ProcessorList(null, 2, null), ProcessorList.Parse("processor\t: 0\nBogoMIPS\t: 50.00\n\nprocessor\t: 1\nBogoMIPS\t: 50.00\n\nHardware\t: board\n"));

    [Fact]
    public void A_container_s_limit_decides_whether_memory_is_little()
    {
        Assert.DoesNotContain(MemoryCheck.Judge(32L << 30, 20L << 30, null), f => f.Kind != FindingKind.Fact);
        Finding[] limited = [.. MemoryCheck.Judge(32L << 30, 20L << 30, 2L << 30)];
        Assert.Contains(limited, f => f.Name == "limit of the container" && f.Value == "2.0 GiB");
        Assert.Contains(limited, f => f.Kind == FindingKind.Note && f.Advice!.Contains("Segment Anything", StringComparison.Ordinal));
    }

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

    [Fact]
    public void Expectations_give_back_the_times_that_their_shares_were_measured_with()
    {
        Dictionary<string, double> expected = Expectation.From(new Speed(286, 151, null, null)).ToDictionary(e => e.What, e => e.Amount);
        Assert.Equal(4.3, expected["Segment Anything ViT-B, an image"], 0.1);
        Assert.Equal(16.1, expected["the same, all masks of an image (1024 points)"], 0.3);
        Assert.Equal(13.9, expected["ESPNet predicts, 480 x 360"], 0.1);
        Assert.Equal(5.5, expected["seco adapt, self-training of ESPNet, 320 x 240"], 0.2);
        Assert.Equal(2.5, expected["seco adapt, UniMatch with ESPNet, 320 x 240"], 0.1);
    }

    [Fact]
    public void Nothing_is_expected_of_what_was_not_measured() => Assert.Empty(Expectation.From(new Speed(null, null, 10, 100)));
}
