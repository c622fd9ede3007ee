namespace SeCo.Storage;

/// <summary>Reads off the environment which share a process is to do: <c>auto</c>, as Slurm, MPI, torchrun and Kubernetes say it.</summary>
/// <remarks>Every source that divides anything must say the same. One that speaks of a single task says nothing where another divides the work, as does
/// <c>srun</c> with one task in a job array.</remarks>
public static class ShardEnvironment
{
    /// <summary>The variable that says how many shares there are, where the environment says only which one.</summary>
    public const string CountVariable = "SECO_SHARDS";

    private const string WayOut = "Say it yourself, as in --shard 2/8.";

    /// <summary>Reads <c>2/8</c>, or <c>auto</c> and <c>auto/8</c> off the environment.</summary>
    /// <param name="text">What is asked for. A number after <c>auto/</c> is that of the shares, and wins over <see cref="CountVariable"/>.</param>
    /// <param name="variable">The value of a variable, null where it is not set; null: this process's own environment.</param>
    /// <exception cref="FormatException">The text is of another form, nothing says which share is meant, values cannot be, or two disagree.</exception>
    public static Shard Parse(string text, Func<string, string?>? variable = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        if (parts[0] != "auto")
        {
            return Shard.Parse(text);
        }

        variable ??= Environment.GetEnvironmentVariable;
        int? count = parts.Length == 1 ? Number(variable, CountVariable)
            : parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int said) && said > 0 ? said
            : throw new FormatException($"'{text}': expected auto, or auto/COUNT as in auto/8.");
        return Shard.Parse(Agreed(variable, count).ToString());
    }

    private static Said Agreed(Func<string, string?> variable, int? count)
    {
        Said?[] sources =
        [
            Array(variable), Ranked(variable, "SLURM_PROCID", "SLURM_NTASKS"), Ranked(variable, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
            Ranked(variable, "RANK", "WORLD_SIZE"), Completion(variable, count),
        ];
        Said[] all = [.. sources.OfType<Said>()];
        Said[] dividing = [.. all.Where(s => s.Count > 1)];
        Said found = dividing.FirstOrDefault() ?? all.FirstOrDefault() ?? throw new FormatException(
            "--shard auto: nothing says which share is meant; looked for SLURM_ARRAY_TASK_ID, SLURM_PROCID, OMPI_COMM_WORLD_RANK, RANK and "
            + $"JOB_COMPLETION_INDEX. {WayOut}");
        if (dividing.FirstOrDefault(s => (s.Index, s.Count) != (found.Index, found.Count)) is { } other)
        {
            throw new FormatException($"--shard auto: {found.Source} means share {found}, but {other.Source} means {other}. {WayOut}");
        }

        return count is null || count == found.Count ? found
            : throw new FormatException($"--shard auto: {found.Source} speaks of {found.Count} shares, but {count} are asked for. {WayOut}");
    }

    private static Said? Array(Func<string, string?> variable)
    {
        const string Id = "SLURM_ARRAY_TASK_ID", Count = "SLURM_ARRAY_TASK_COUNT", Least = "SLURM_ARRAY_TASK_MIN", Step = "SLURM_ARRAY_TASK_STEP";
        if (Number(variable, Id) is not int id)
        {
            return null;
        }

        int count = Needed(variable, Count, Id), least = Number(variable, Least) ?? 0, step = Math.Max(1, Number(variable, Step) ?? 1);
        return id >= least && (id - least) % step == 0 && (id - least) / step < count ? new Said(Id, ((id - least) / step) + 1, count)
            : throw new FormatException(
                $"--shard auto: {Id} is {id}, which is none of {count} tasks from {least} in steps of {step}: a list of single tasks does not say how the "
                + $"work is divided. {WayOut}");
    }

    private static Said? Ranked(Func<string, string?> variable, string rank, string size) =>
        Number(variable, rank) is int index ? Checked(rank, index, Needed(variable, size, rank)) : null;

    private static Said? Completion(Func<string, string?> variable, int? count)
    {
        const string Index = "JOB_COMPLETION_INDEX";
        return Number(variable, Index) is not int index ? null : Checked(Index, index, count ?? throw new FormatException(
            $"--shard auto: {Index} is {index}, but nothing says of how many. Give --shard auto/COUNT, or set {CountVariable}."));
    }

    private static Said Checked(string source, int index, int count) => index < count ? new Said(source, index + 1, count)
        : throw new FormatException($"--shard auto: {source} is {index}, expected 0 to {count - 1}, as there are {count}.");

    private static int Needed(Func<string, string?> variable, string name, string beside) => Number(variable, name)
        ?? throw new FormatException($"--shard auto: {beside} is set, but {name} is not. {WayOut}");

    private static int? Number(Func<string, string?> variable, string name) => variable(name) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && (number > 0 || !IsCount(name)) ? number
        : throw new FormatException($"--shard auto: {name} is '{text}', expected a whole number{(IsCount(name) ? " from 1" : string.Empty)}.");

    private static bool IsCount(string name) =>
        name == CountVariable || name.EndsWith("_COUNT", StringComparison.Ordinal) || name.EndsWith("SIZE", StringComparison.Ordinal)
        || name.EndsWith("NTASKS", StringComparison.Ordinal);

    private sealed record Said(string Source, int Index, int Count)
    {
        public override string ToString() => $"{Index}/{Count}";
    }
}
