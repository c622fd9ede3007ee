namespace SeCo.Exchange;

/// <summary>Reads files of answers while others add to them: each call gives the lines that are new.</summary>
/// <param name="path">A file, or the folder of those of several people.</param>
/// <param name="classes">The class set that they must belong to.</param>
/// <param name="except">A file that is left out; null for none.</param>
public sealed class AnswerReader(string path, ClassSet classes, string? except = null)
{
    private readonly Dictionary<string, (long Read, int Lines)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, string Image, int Region), string> _answered = [];

    /// <summary>The files, in the order of their names.</summary>
    /// <param name="path">A file, or a folder.</param>
    internal static string[] FilesOf(string path) =>
        File.Exists(path) ? [path] : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*" + AnswerFile.Ending).Order(StringComparer.Ordinal)] : [];

    /// <summary>Reads whole lines that were not there the last time.</summary>
    /// <exception cref="DatasetException">A line is malformed, or a file of another class set: names file, line and fault.</exception>
    public IEnumerable<RegionAnswer> ReadNew()
    {
        foreach (string file in FilesOf(path).Where(file => except is null || Path.GetFullPath(file) != except))
        {
            (long read, int lines) = _files.GetValueOrDefault(file);
            byte[] text = WholeLines(file, read);
            ReadBudget budget = ReadBudget.Of(file);
            for (int start = 0; start < text.Length;)
            {
                int length = text.AsSpan(start).IndexOf((byte)'\n') + 1;
                RegionAnswer? answer = Parse(file, text.AsSpan(start, length), ++lines, budget);
                start += length;
                _files[file] = (read + start, lines);
                if (answer is not null)
                {
                    yield return answer;
                }
            }
        }
    }

    /// <summary>Whether a file begins as answers do.</summary>
    internal static bool IsAnswers(string file) => WholeLines(file, 0, first: true).AsSpan().StartsWith(Encoding.UTF8.GetBytes(RunFileKinds.Answers.Start));

    /// <summary>The class set that a file names; null where it has no whole line yet, or is not there.</summary>
    /// <exception cref="DatasetException">It is no file of answers.</exception>
    internal static ClassSet? ClassesOf(string file)
    {
        byte[] text = File.Exists(file) ? WholeLines(file, 0, first: true) : [];
        return text.Length == 0 ? null : Told(file, 1, () => ClassSet.Of(RunFileKinds.Answers.ReadFirst(text).ClassSet));
    }

    /// <summary>Refuses a file whose labels mean something else.</summary>
    internal static void RequireClasses(string file, ClassSet classes)
    {
        if (ClassesOf(file) is { } own && !own.Classes.Select(c => c.Name).SequenceEqual(classes.Classes.Select(c => c.Name)))
        {
            throw new DatasetException(
                $"{file}: holds answers with the class set '{own.Name}', whose {own.Count} classes are not the {classes.Count} of '{classes.Name}'. "
                    + "Give the answers of this run, or another folder for new ones.");
        }
    }

    /// <summary>Where the last whole line of a stream ends; its position is anywhere afterwards.</summary>
    internal static long EndOfLines(FileStream stream)
    {
        byte[] part = new byte[1 << 12];
        for (long end = stream.Length; end > 0; end -= part.Length)
        {
            long start = Math.Max(0, end - part.Length);
            stream.Position = start;
            Span<byte> text = part.AsSpan(0, (int)(end - start));
            stream.ReadExactly(text);
            if (text.LastIndexOf((byte)'\n') is >= 0 and int at)
            {
                return start + at + 1;
            }
        }

        return 0;
    }

    private static byte[] WholeLines(string file, long from, bool first = false)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] text = new byte[Math.Max(0, Math.Min(stream.Length - from, first ? 1 << 20 : Array.MaxLength))];
            stream.Position = from;
            text = text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
            return text[..((first ? text.AsSpan().IndexOf((byte)'\n') : text.AsSpan().LastIndexOf((byte)'\n')) + 1)];
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new DatasetException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }

    private RegionAnswer? Parse(string file, ReadOnlySpan<byte> line, int number, ReadBudget budget)
    {
        if (number == 1)
        {
            RequireClasses(file, classes);
            return null;
        }

        byte[] text = line.ToArray();
        RegionAnswer answer = Told(file, number, () => RegionAnswer.Of(RunFileKinds.Answers.ReadLine(text), classes, budget));
        (string, string, int) region = (file, answer.Image, answer.Region);
        if (answer.Pixels is { } pixels)
        {
            _answered[region] = pixels;
            return answer;
        }

        // Earlier builds named a number alone where no pixels are: that of the region that was answered under it before.
        return _answered.TryGetValue(region, out string? shown) ? answer with { Pixels = shown } : null;
    }

    private static T Told<T>(string file, int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or ImageFormatException)
        {
            throw new DatasetException($"{file}, line {line}: {fault.Message}. Expected answers of `seco review`.", fault);
        }
    }
}
