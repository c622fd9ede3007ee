using System.Diagnostics;
using System.Runtime.InteropServices;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.PixelLabels;

namespace SeCo.Benchmarks.Goals;

/// <summary>Peak memory, each in a process of its own.</summary>
internal static class MemoryGoals
{
    private const int Width = 2048, Height = 1024, Classes = 19, Images = 3000, Files = 100;

    private static readonly (string Work, string What, int Goal, Func<string> Run)[] All =
    [
        ("thresholds", $"class-balanced thresholds of {Images:N0} images of {Width} x {Height}, generated", 100, Thresholds),
        ("thresholds-files", $"the same from files, {Files} images", 100, ThresholdsFromFiles),
        ("million-in-memory", "SCC with 1,000,000 regions, 64 features in memory", 1000, () => MillionRegions.Run(64)),
        ("million-in-file", "SCC with 1,000,000 regions, 512 features in a file", 1000, () => MillionRegions.Run(512)),
    ];

    /// <summary>Starts a process for each.</summary>
    public static IEnumerable<GoalRow> Measure()
    {
        foreach ((string work, string what, int goal, _) in All)
        {
            string[] answer = StartChild(work).Split('|');
            double peak = double.Parse(answer[0]);
            yield return new GoalRow($"{what}: peak working set", $"{peak:F0} MB ({answer[1].Trim()})", $"{goal} MB", peak < goal);
        }
    }

    /// <summary>Does one work and prints the peak in megabytes, and what else there is to say.</summary>
    public static int RunChild(string work)
    {
        string said = All.Single(a => a.Work == work).Run();
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine($"{self.PeakWorkingSet64 / 1e6:F1}|{said}");
        return 0;
    }

    private static string StartChild(string work)
    {
        string program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(MemoryGoals).Assembly.Location] : [];
        using Process child = Process.Start(new ProcessStartInfo(program, [.. assembly, "goals", "memory-of", work]) { RedirectStandardOutput = true })!;
        string answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? answer : throw new InvalidOperationException($"goals memory-of {work} ended with {child.ExitCode}.");
    }

    /// <summary>New confidences for every image, into one buffer: the peak is that of the counts and one image.</summary>
    private static string Thresholds()
    {
        Random random = new(5);
        LabelMap labels = Blocks(random);
        ConfidenceMap confidence = new(Width, Height);
        ConfidenceHistogram histogram = new(Classes);
        double counting = 0;
        for (int i = 0; i < Images; i++)
        {
            random.NextBytes(MemoryMarshal.AsBytes(confidence.Pixels));
            counting += Clock.Once(() => histogram.Add(labels, confidence));
        }

        double solving = Clock.Once(() => ClassThresholds.From(histogram, new PixelLabelOptions()));
        return $"{counting / Images:F1} ms an image to count, {solving:F0} ms for all thresholds";
    }

    private static string ThresholdsFromFiles()
    {
        Random random = new(5);
        string folder = Directory.CreateTempSubdirectory("seco-goals-").FullName;
        try
        {
            string labels = Path.Combine(folder, "labels.png"), confidence = Path.Combine(folder, "confidence.png");
            LabelPng.Write(labels, Blocks(random));
            ConfidencePng.Write(confidence, Smooth(random));
            ConfidenceHistogram histogram = new(Classes);
            double time = Clock.Once(() =>
            {
                for (int i = 0; i < Files; i++)
                {
                    histogram.Add(LabelPng.Read(labels), ConfidencePng.Read(confidence));
                }
            });
            return $"{time / Files:F1} ms an image to read and count";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LabelMap Blocks(Random random)
    {
        const int Block = 64;
        LabelMap labels = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = labels.Row(y);
            for (int x = 0; x < Width; x++)
            {
                row[x] = random.Next(10) == 0 ? (byte)random.Next(Classes) : (byte)(((x / Block) + (y / Block)) % Classes);
            }
        }

        return labels;
    }

    private static ConfidenceMap Smooth(Random random)
    {
        ConfidenceMap confidence = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            Span<ushort> row = confidence.Row(y);
            for (int x = 0; x < Width; x++)
            {
                row[x] = (ushort)(40000 + (20000 * Math.Sin(x / 90.0) * Math.Cos(y / 70.0)) + random.Next(500));
            }
        }

        return confidence;
    }
}
