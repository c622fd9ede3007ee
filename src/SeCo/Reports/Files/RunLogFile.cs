namespace SeCo.Reports;

/// <summary>When a run and its stages finished, the last work of each and how long it took, as far as <c>run.log</c> says it; and its last lines.</summary>
internal sealed record RunLogFile(IReadOnlyList<(string Stage, string Finished, TimeSpan? Took)> Stages, string? Finished, bool IsUnfinished,
    IReadOnlyList<string> Lines)
{
    /// <summary>What a call of the program begins the log with.</summary>
    public const string Started = "started";

    // Other verbs make one stage and never say that all is done.
    private const string WholeRun = Started + ": run";
    private const int Kept = 200;
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:sszzz";

    /// <summary>Reads the file; null where there is none.</summary>
    public static RunLogFile? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        OrderedDictionary<string, (string, TimeSpan?)> stages = [];
        Queue<string> last = [];
        (DateTimeOffset? began, string? finished, bool isUnfinished) = (null, null, false);
        foreach (string line in ReadLines(path))
        {
            last.Enqueue(line);
            if (last.Count > Kept)
            {
                last.Dequeue();
            }

            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || !DateTimeOffset.TryParseExact(line[..blank], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None,
                out DateTimeOffset time))
            {
                continue;
            }

            string text = line[(blank + 1)..];
            if (text.EndsWith(": done", StringComparison.Ordinal))
            {
                string stage = text[..^6];
                stages.Remove(stage);
                stages.Add(stage, (Clock(time), began is { } from && time >= from ? time - from : null));
                began = time;
            }
            else if (text.StartsWith(Started, StringComparison.Ordinal) || text.EndsWith("finished before, kept", StringComparison.Ordinal))
            {
                began = time;
                (finished, isUnfinished) = text == WholeRun ? (null, true) : (finished, isUnfinished);
            }
            else if (text.StartsWith("finished:", StringComparison.Ordinal))
            {
                (began, finished, isUnfinished) = (null, Clock(time), false);
            }
        }

        return new RunLogFile([.. stages.Select(s => (s.Key, s.Value.Item1, s.Value.Item2))], finished, isUnfinished, [.. last]);
    }

    // The program that writes the report has the file open.
    private static IEnumerable<string> ReadLines(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is string line)
        {
            yield return line;
        }
    }

    private static string Clock(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
