using SeCo.Datasets;
using SeCo.DrawnScenes;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.DrawnScenes;

public sealed class DrawnDomainsTests
{
    private static readonly DrawnDomainOptions Small = new() { SourceImages = 3, TargetImages = 2, ValidationImages = 1, Width = 96, Height = 64 };

    [Fact]
    public void Writes_three_parts_that_open_with_truth_and_share_no_scene()
    {
        using TempFolder folder = new();
        DrawnDomains domains = DrawnDomains.Write(folder.Path, Small);
        Dataset[] parts = [.. new[] { domains.Source, domains.Target, domains.Validation }.Select(Dataset.Open)];
        Assert.Equal([3, 2, 1], parts.Select(p => p.Entries.Count));
        Assert.All(parts, p => Assert.Equal(DrawnClasses.Set.Classes, p.Classes.Classes));
        byte[][] truths = [.. parts.SelectMany(p => p.Entries).Select(e => e.ReadTruth().Pixels.ToArray())];
        Assert.Equal(6, truths.DistinctBy(Convert.ToHexString).Count());
        Assert.Equal(domains, DrawnDomains.In(folder.Path, Small));
    }

    [Fact]
    public void The_same_options_give_the_same_files_and_another_seed_others()
    {
        using TempFolder one = new(), two = new(), other = new();
        DrawnDomains.Write(one.Path, Small);
        DrawnDomains.Write(two.Path, Small);
        DrawnDomains.Write(other.Path, Small with { Seed = 2 });
        string[] files = [.. Directory.GetFiles(one.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(one.Path, f))];
        Assert.Equal(13, files.Length);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(one[f]), File.ReadAllBytes(two[f])));
        Assert.All(
            files.Where(f => f.EndsWith(".png", StringComparison.Ordinal)), f => Assert.NotEqual(File.ReadAllBytes(one[f]), File.ReadAllBytes(other[f])));
    }

    [Fact]
    public void Every_class_is_in_both_domains_and_objects_of_no_class_only_in_the_target()
    {
        using TempFolder folder = new();
        DrawnDomains domains = DrawnDomains.Write(folder.Path, Small with { SourceImages = 40, TargetImages = 40 });
        long[] source = Counts(domains.Source), target = Counts(domains.Target);
        Assert.All(DrawnClasses.Set.Classes, c => Assert.True(source[c.Id] > 100 && target[c.Id] > 100, c.Name));
        Assert.Equal(0, source[LabelMap.Ignore]);
        Assert.True(target[LabelMap.Ignore] > 100);
    }

    [Fact]
    public void Faulty_options_are_reported_together() => Assert.All(
        ["target", "width"],
        key =>
            Assert.Contains(
                key,
                Assert.Throws<ArgumentException>(() => DrawnDomains.Write("x", new DrawnDomainOptions { TargetImages = 0, Width = 1 })).Message,
                StringComparison.Ordinal));

    private static long[] Counts(DatasetOptions part)
    {
        long[] counts = new long[256];
        foreach (byte label in Dataset.Open(part).Entries.SelectMany(e => e.ReadTruth().Pixels.ToArray()))
        {
            counts[label]++;
        }

        return counts;
    }
}
