namespace SeCo.Cli.Doctor;

/// <summary>The limits that a container or a batch system sets on Linux, from the control groups of this process (versions 1 and 2): how many
/// processors' worth of time, and bytes of memory; null without a limit.</summary>
internal sealed record ControlGroup(double? Processors, long? Memory)
{
    /// <summary>Version 1 says "no limit" with a number near 2⁶³.</summary>
    private const long NoLimit = 1L << 60;

    /// <summary>The limits of this process; null where there are no control groups.</summary>
    public static ControlGroup? Current => Finding.Told("/proc/self/cgroup") is string memberships ? Read(memberships, "/sys/fs/cgroup") : null;

    /// <summary>The limits of a process, by the text of its <c>cgroup</c> file: the narrowest of its group and all groups around it.</summary>
    public static ControlGroup Read(string memberships, string root)
    {
        double? processors = null;
        long? memory = null;
        foreach (string[] line in memberships.Split('\n').Select(l => l.Trim().Split(':', 3)).Where(parts => parts.Length == 3))
        {
            string[] controllers = line[1].Split(',', StringSplitOptions.RemoveEmptyEntries);
            bool unified = controllers.Length == 0; // version 2
            string hierarchy = unified ? root : Path.Combine(root, line[1]);
            foreach (string folder in GroupAndParents(hierarchy, line[2]))
            {
                if (unified || controllers.Contains("memory"))
                {
                    memory = Least(memory, Memories(folder, unified ? "memory.max" : "memory.limit_in_bytes"));
                }

                if (unified || controllers.Contains("cpu"))
                {
                    processors = Least(
                        processors,
                        unified ? Share(Words(folder, "cpu.max")) : Share([.. Words(folder, "cpu.cfs_quota_us"), .. Words(folder, "cpu.cfs_period_us")]));
                }
            }
        }

        return new ControlGroup(processors, memory);
    }

    private static IEnumerable<string> GroupAndParents(string hierarchy, string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int depth = parts.Length; depth >= 0; depth--)
        {
            yield return Path.Combine([hierarchy, .. parts[..depth]]);
        }
    }

    private static long? Memories(string folder, string file) =>
        Words(folder, file) is [string text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes < NoLimit
            ? bytes
            : null;

    private static double? Share(string[] quotaAndPeriod) =>
        quotaAndPeriod is [string quota, string period]
        && long.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out long time)
        && long.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out long of) && of > 0 ? (double)time / of : null;

    private static string[] Words(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
    }

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is T a && other is T b ? (a.CompareTo(b) < 0 ? a : b) : one ?? other;
}
