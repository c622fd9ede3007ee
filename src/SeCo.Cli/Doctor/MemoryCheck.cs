namespace SeCo.Cli.Doctor;

/// <summary>Main memory: what there is, what is free, and what a container allows.</summary>
internal static class MemoryCheck
{
    /// <summary>Below this much, Segment Anything and training may be killed for lack of memory (docs/performance.md gives their peaks).</summary>
    internal const long Little = 4L << 30;

    private const string Part = "memory";

    /// <summary>Looks.</summary>
    public static IEnumerable<Finding> Look()
    {
        long total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long available = total - GC.GetGCMemoryInfo().MemoryLoadBytes;
        if (OperatingSystem.IsLinux() && File.Exists("/proc/meminfo"))
        {
            string text = File.ReadAllText("/proc/meminfo");
            total = Kibibytes(text, "MemTotal:") ?? total;
            available = Kibibytes(text, "MemAvailable:") ?? available;
        }

        long? limit = OperatingSystem.IsLinux() && File.Exists("/proc/self/cgroup")
            ? ControlGroup.Read(File.ReadAllText("/proc/self/cgroup"), "/sys/fs/cgroup").Memory
            : null;
        return Judge(total, available, limit);
    }

    /// <summary>What amounts of memory mean.</summary>
    internal static IEnumerable<Finding> Judge(long total, long available, long? limit)
    {
        yield return new Finding(Part, "total", Bytes.Text(total));
        if (limit is long bytes && bytes < total)
        {
            yield return new Finding(Part, "limit of the container", Bytes.Text(bytes));
        }

        long usable = Math.Min(available, limit ?? long.MaxValue);
        yield return usable < Little
            ? Finding.Note(
                Part,
                "available",
                Bytes.Text(available),
                "Enough for labels (PSA, SCC) of usual images; Segment Anything takes up to 3 GB, training 2 to 4 GB. Close other programs, or work with "
                    + "threads: 1.")
            : new Finding(Part, "available", Bytes.Text(available));
    }

    private static long? Kibibytes(string text, string name)
    {
        string? line = text.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        string number = line is null ? string.Empty : line[name.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibi) ? kibi << 10 : null;
    }
}
