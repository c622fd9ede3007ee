using System.Globalization;
using SeCo.Torch;

namespace SeCo.Benchmarks.Goals;

/// <summary>Measures the project's performance goals and prints them as one Markdown table.</summary>
/// <remarks>
/// <c>dotnet run -c Release --project benchmarks/SeCo.Benchmarks -- goals</c>; a few minutes, 2.1 GB of disk for temporary files. Names of sections after
/// <c>goals</c> measure only those: <c>yardstick</c>, <c>pixels</c>, <c>training</c>, <c>memory</c>;
/// <c>sam</c>, Segment Anything at full size, and <c>adapt</c>, the small
/// segmentation networks on one core, only by name. What is measured by its peak memory runs in a process of
/// its own, whose peak it is. On a machine with other work, set <c>OMP_WAIT_POLICY=PASSIVE</c>: libtorch's threads otherwise wait for each other at
/// full load, and one that has lost its core holds up the rest.
/// </remarks>
internal static class GoalTable
{
    private static readonly (string Name, Func<IEnumerable<GoalRow>> Measure)[] Sections =
    [
        ("yardstick", Yardstick.Measure),
        ("pixels", PixelGoals.Measure),
        ("training", TrainingGoals.Measure),
        ("memory", MemoryGoals.Measure),
    ];

    /// <summary>Sections that are measured only by name.</summary>
    private static readonly (string Name, Func<IEnumerable<GoalRow>> Measure)[] Named =
        [("sam", SegmentAnythingGoals.Measure), ("adapt", SegmentationGoals.Measure)];

    /// <summary>Runs the sections that are named, or all.</summary>
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is ["memory-of", string work])
        {
            return MemoryGoals.RunChild(work);
        }

        if (args.Except(Sections.Concat(Named).Select(s => s.Name)).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine(
                $"goals: no section {string.Join(", ", unknown)}; there are {string.Join(", ", Sections.Concat(Named).Select(s => s.Name))}.");
            return 2;
        }

        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, libtorch {TorchRuntime.Version} with {TorchRuntime.Threads} threads, "
                + $"OMP_WAIT_POLICY {Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "not set"}");
        Console.WriteLine();
        Console.WriteLine("| what | measured | goal | met |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach ((string name, Func<IEnumerable<GoalRow>> measure) in args.Length == 0 ? Sections : [.. Sections, .. Named])
        {
            if (args.Length > 0 && !args.Contains(name))
            {
                continue;
            }

            foreach (GoalRow row in measure())
            {
                Console.WriteLine(row);
            }
        }

        return 0;
    }
}
