namespace SeCo.Pipeline.Jobs;

/// <summary>What is asked of Slurm for the jobs of a run.</summary>
public sealed record SlurmOptions
{
    /// <summary>The partition; null: the cluster's default. So of all below.</summary>
    public string? Partition { get; init; }

    /// <summary>The longest time that a job may take, as <c>sbatch --time</c> reads it.</summary>
    public string? Time { get; init; }

    /// <summary>Generic resources, as <c>gpu:1</c>.</summary>
    public string? Gres { get; init; }

    /// <summary>Processors of a task.</summary>
    public string? CpusPerTask { get; init; }

    /// <summary>Memory of a node, as <c>16G</c>.</summary>
    public string? Mem { get; init; }

    /// <summary>More options, one each, as they stand after <c>#SBATCH</c>; after the name of a part and a colon they are for that part alone, as in
    /// <c>predict:--gres=gpu:1</c>.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Values that would be more than one option; all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "Slurm's options",
        [
            .. Named.Select(o => (o.Value is null || IsWord(o.Value), $"--{o.Name} is '{o.Value}', expected one word without quotes")),
            .. Lines.Select(line => (OptionOf(line).StartsWith('-') && !line.Any(char.IsControl), $"'{line}': expected one line with an option of sbatch")),
        ]);

    /// <summary>The lines <c>#SBATCH</c> of the jobs of a part.</summary>
    internal IEnumerable<string> LinesOf(RunPart part) =>
    [
        .. Named.Where(o => o.Value is not null).Select(o => $"#SBATCH --{o.Name}={o.Value}"),
        .. Lines.Where(line => line.StartsWith('-') || line.StartsWith(part.Name + ":", StringComparison.Ordinal)).Select(l => $"#SBATCH {OptionOf(l)}"),
    ];

    private (string Name, string? Value)[] Named =>
        [("partition", Partition), ("time", Time), ("gres", Gres), ("cpus-per-task", CpusPerTask), ("mem", Mem)];

    private static bool IsWord(string value) => value.Length > 0 && !value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '#' or '"' or '\'');

    private static string OptionOf(string line) => line.StartsWith('-') ? line : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
