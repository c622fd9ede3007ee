using System.Text.RegularExpressions;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Samples;

/// <summary>Each sample is run, and does what its first lines say.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_sample_is_run_here()
    {
        IEnumerable<string> samples = Directory.EnumerateDirectories(Path.Combine(SharedData.RepositoryRoot, "samples")).Select(d => Path.GetFileName(d)!);
        Assert.Equal(["CustomDataset", "CustomSegmenter", "RefineFolder", "ScoreRegions"], samples.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Scoring_regions_finds_the_label_that_was_painted_wrongly()
    {
        string output = await Run("ScoreRegions");
        string first = output.Split('\n')[1];
        Assert.Matches(@"^ +0\.\d\d +building +\w+ +1800 +\(20, 150\) to \(80, 180\)", first);
        Assert.True(RgbImageFile.Read(_folder["worst.png"]).Width > 0);
    }

    [Fact]
    public async Task Refining_a_folder_covers_more_than_the_pixel_labels()
    {
        string output = await Run("RefineFolder");
        double[] coverage = [.. new[] { "pixel labels", "PSA" }.Select(stage => Percent(output, stage))];
        Assert.True(coverage[1] > coverage[0] + 20, output);
        Assert.Equal(6, File.ReadAllLines(_folder["run/labels.txt"]).Length);
        Assert.All(File.ReadAllLines(_folder["run/labels.txt"]), line => Assert.True(File.Exists(_folder[Path.Combine("run", line.Split(' ')[1])])));
    }

    [Fact]
    public async Task A_segmenter_of_one_s_own_is_asked_and_gives_other_regions()
    {
        string output = await Run("CustomSegmenter");
        Assert.NotEqual(Percent(output, "built-in"), Percent(output, "own"));
        Assert.True(Percent(output, "own") > 20, output);
    }

    [Fact]
    public async Task A_dataset_of_one_s_own_gets_labels_named_like_its_images()
    {
        string output = await Run("CustomDataset");
        Assert.All(
            ["0001_rgb.png labels/0001.png", "0004_rgb.png labels/0004.png", "4 images"], text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.True(File.Exists(_folder["run/labels/0003.png"]));
    }

    private static double Percent(string output, string row) =>
        double.Parse(Regex.Match(output, $@"^{row} .*?([\d.]+) %", RegexOptions.Multiline).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> Run(string sample)
    {
        string built = Path.GetRelativePath(Path.Combine(SharedData.RepositoryRoot, "tests", "SeCo.Cli.Tests"), AppContext.BaseDirectory);
        string program = Path.Combine(SharedData.RepositoryRoot, "samples", sample, built, sample + ".dll");
        SecoResult result = (await Seco.RunProcess([_folder.Path], start => start.ArgumentList[0] = program)).Expect(0);
        Assert.Empty(result.Error);
        return result.Output;
    }
}
