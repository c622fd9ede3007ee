namespace SeCo.Pipeline.Jobs;

/// <summary>What is asked of Slurm for the jobs of a run.</summary>
public sealed record SlurmOptions
{
    private static readonly string[] Machine = ["--gres", "--gpus", "-G", "--cpus-per", "-c", "--ntasks", "-n", "--threads-per"];

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

    /// <summary>How many processes train together, started by <c>mpirun</c> in the job of the training.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>More options, one each, as they stand after <c>#SBATCH</c>; after the name of a part and a colon they are for that part alone, as in
    /// <c>adapt:--time=12:00:00</c>. Devices and processors are those of all parts: they decide the last bits of files that the parts share.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Values that would be more than one option; all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "Slurm's options",
        [
            (Ranks >= 1, $"--ranks is {Ranks}, expected 1 or more"),
            .. Named.Select(o => (o.Value is null || IsWord(o.Value), $"--{o.Name} is '{o.Value}', expected one word without quotes")),
            .. Lines.Where(line => !line.StartsWith('-')).Select(line => (
                !Machine.Any(option => OptionOf(line).StartsWith(option, StringComparison.Ordinal)),
                $"'{line}': device and processors are the same for all parts, as they decide the last bits; give --gres or --cpus-per-task for all")),
            .. Lines.Select(line => (OptionOf(line).StartsWith('-') && !line.Any(char.IsControl), $"'{line}': expected one line with an option of sbatch")),
        ]);

    /// <summary>Refuses options for parts that the run has not.</summary>
    /// <exception cref="ArgumentException">There are such; all together.</exception>
    internal void RequireParts(IEnumerable<RunPart> parts)
    {
        string[] names = [.. parts.Select(p => p.Name)];
        OptionFaults.ThrowIfAny("Slurm's options", [.. Lines.Where(line => !line.StartsWith('-')).Select(line => (
            names.Contains(line.Split(':')[0]), $"'{line}': expected an option, or one of {string.Join(", ", names)} before a colon"))]);
    }

    /// <summary>The lines <c>#SBATCH</c> of the jobs of a part.</summary>
    internal IEnumerable<string> LinesOf(RunPart part) =>
    [
        .. Named.Where(o => o.Value is not null).Select(o => $"#SBATCH --{o.Name}={o.Value}"),
        .. IsShared(part) ? [$"#SBATCH --ntasks={Ranks}"] : Array.Empty<string>(),
        .. Lines.Where(line => line.StartsWith('-') || line.StartsWith(part.Name + ":", StringComparison.Ordinal)).Select(l => $"#SBATCH {OptionOf(l)}"),
    ];

    /// <summary>Whether several processes do a job of a part together.</summary>
    internal bool IsShared(RunPart part) => Ranks > 1 && part.Name == RunPart.Adapt;

    private (string Name, string? Value)[] Named =>
        [("partition", Partition), ("time", Time), ("gres", Gres), ("cpus-per-task", CpusPerTask), ("mem", Mem)];

    private static bool IsWord(string value) => value.Length > 0 && !value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '#' or '"' or '\'');

    private static string OptionOf(string line) => line.StartsWith('-') ? line : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
