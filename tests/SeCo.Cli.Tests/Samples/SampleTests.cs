using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Samples;

/// <summary>Each sample is run, and does what its first lines say.</summary>
public sealed class SampleTests(SmallScenes scenes) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_sample_is_run_here()
    {
        IEnumerable<string> samples = Directory.EnumerateDirectories(Path.Combine(SharedData.RepositoryRoot, "samples")).Select(d => Path.GetFileName(d)!);
        Assert.Equal(["CustomDataset", "CustomSegmenter", "RefineFolder", "ScoreRegions"], samples.Order(StringComparer.Ordinal));
        IEnumerable<string> files = Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "samples")).Select(f => Path.GetFileName(f)!);
        Assert.Equal(["README.md", "read-run.cs", "read_run.py"], files.Order(StringComparer.Ordinal));
    }

    // What the library reads, numpy and Pillow read too.
    [Fact]
    public void Python_reads_a_run_folder_with_numpy_and_Pillow_alone()
    {
        string? python = new[] { "python3", "/usr/bin/python3", "python" }.FirstOrDefault(p => Starts(p, "-c", "import numpy, PIL") is { Code: 0 });
        Assert.SkipWhen(python is null, "There is no Python with numpy and Pillow here.");
        long[] counts = new long[256];
        foreach (string label in Directory.GetFiles(Path.Combine(scenes.Baseline, "labels"), "*.png"))
        {
            counts = [.. counts.Zip(LabelPng.Read(label).Counts(), (a, b) => a + b)];
        }

        SecoResult read = Starts(python!, Sample("read_run.py"), scenes.Baseline, _folder["first.png"])!.Expect(0);

        string labelled = (100.0 * counts[..255].Sum() / counts.Sum()).ToString("F2", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Matches($@"^labelled: {Regex.Escape(labelled)} % of the pixels\n(class \d+: .*\n)+clean: \d+ regions", read.Output.ReplaceLineEndings("\n"));
        Assert.Equal(160, RgbImageFile.Read(_folder["first.png"]).Width);
    }

    [Fact]
    public void A_program_of_one_file_reads_a_run_folder()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("SECO_SAMPLE_FILES") == "1", "It builds the library anew, for minutes: set SECO_SAMPLE_FILES=1.");
        string output = Starts("dotnet", "run", "-c", "Release", Sample("read-run.cs"), "--", scenes.Baseline)!.Expect(0).Output;
        Assert.Matches(@"^labelled: \d+\.\d\d % of the pixels\n(class \d+: .*\n)+clean: \d+ regions", output.ReplaceLineEndings("\n"));
    }

    private static string Sample(string file) => Path.Combine(SharedData.RepositoryRoot, "samples", file);

    private static SecoResult? Starts(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new SecoResult(process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            return null; // there is no such program
        }
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
