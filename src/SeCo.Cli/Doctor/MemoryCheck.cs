namespace SeCo.Cli.Doctor;

/// <summary>Main memory: what there is, what is free, and what a container allows.</summary>
internal static class MemoryCheck
{
    /// <summary>Below this much, Segment Anything and training may be killed for lack of memory (docs/performance.md gives their peaks).</summary>
    private const long Little = 4L << 30;

    private const string Part = "memory";

    public static IEnumerable<Finding> Look()
    {
        (long total, long available) = Now();
        return Judge(total, available, ControlGroup.Current?.Memory);
    }

    /// <summary>Bytes that a program may take now.</summary>
    public static long Available() => Math.Min(Now().Available, ControlGroup.Current?.Memory ?? long.MaxValue);

    private static (long Total, long Available) Now()
    {
        long total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long available = total - GC.GetGCMemoryInfo().MemoryLoadBytes;
        return Finding.Told("/proc/meminfo") is string text
            ? (Kibibytes(text, "MemTotal:") ?? total, Kibibytes(text, "MemAvailable:") ?? available) : (total, available);
    }

    /// <summary>What amounts of memory mean.</summary>
    internal static IEnumerable<Finding> Judge(long total, long available, long? limit)
    {
        yield return new Finding(Part, "total", Finding.Gibibytes(total));
        if (limit is long bytes && bytes < total)
        {
            yield return new Finding(Part, "limit of the container", Finding.Gibibytes(bytes));
        }

        yield return Finding.Of(
            Part, "available", Finding.Gibibytes(available), Math.Min(available, limit ?? long.MaxValue) >= Little,
            "Enough for labels (PSA, SCC) of usual images; Segment Anything takes up to 3 GB, training 2 to 4 GB. Close other programs, or work with "
                + "threads: 1.");
    }

    private static long? Kibibytes(string text, string name)
    {
        string? line = text.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        string number = line is null ? string.Empty : line[name.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibi) ? kibi << 10 : null;
    }
}
