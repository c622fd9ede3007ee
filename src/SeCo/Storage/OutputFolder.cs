namespace SeCo.Storage;

/// <summary>The place that a command writes to: apart from what it reads, and this process's alone.</summary>
public static class OutputFolder
{
    private const string LockFile = ".seco-lock";

    /// <summary>Refuses an output that lies in an input folder, is one, or holds one: the next run would take its own files for data.</summary>
    /// <param name="output">What is written: a folder, or a file.</param>
    /// <param name="inputs">The folders that are read.</param>
    /// <exception cref="IOException">The output is not apart from one of them.</exception>
    public static void RequireApart(string output, params IEnumerable<string> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        RealPaths real = new();
        foreach (string input in inputs)
        {
            string? how = real.Resolve(output) == real.Resolve(input) ? "is"
                : real.IsInside(output, input) ? "lies in"
                : real.IsInside(input, output) ? "holds"
                : null;
            if (how is not null)
            {
                throw new IOException(
                    $"{output}: the output {how} the input folder {input}, so that outputs and inputs would be mixed up. Nothing was written; give a "
                    + "folder beside it as --out.");
            }
        }
    }

    /// <summary>Takes a folder for this process, creates it as needed, and removes what killed commands left unfinished in it.</summary>
    /// <returns>Gives the folder back; one that was made for it and is still empty goes.</returns>
    /// <exception cref="IOException">Another process is at work there (it is named), or the path is a file.</exception>
    public static IDisposable Take(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (FolderPath.Fault(folder, "the output") is string fault)
        {
            throw new IOException($"{folder}: {fault}");
        }

        Held held = new(folder, isNew: !Directory.Exists(folder));
        try
        {
            RemoveLeftovers(folder);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>True where a folder holds nothing but what a killed command may have left in it.</summary>
    internal static bool IsFree(string folder) => Directory.EnumerateFileSystemEntries(folder)
        .All(entry => Path.GetFileName(entry).StartsWith(LockFile, StringComparison.Ordinal) || AtomicFile.IsTemporary(entry));

    /// <summary>Removes what killed commands left unfinished in a folder and beside it. The caller holds the lock.</summary>
    internal static void RemoveLeftovers(string folder)
    {
        const string Pattern = "*" + AtomicFile.TemporaryExtension;
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        IEnumerable<string> beside = Path.GetDirectoryName(full) is string parent ? Directory.EnumerateDirectories(parent, Pattern) : [];
        IEnumerable<string> folders = beside.Where(path => path.StartsWith(full + ".", StringComparison.Ordinal))
            .Concat(Directory.EnumerateDirectories(full, Pattern, everywhere));
        foreach (string leftover in folders.Where(AtomicFile.IsTemporary).ToArray())
        {
            Directory.Delete(leftover, recursive: true);
        }

        foreach (string leftover in Directory.EnumerateFiles(full, Pattern, everywhere).Where(AtomicFile.IsTemporary).ToArray())
        {
            File.Delete(leftover);
        }
    }

    private sealed class Held(string folder, bool isNew) : IDisposable
    {
        private readonly FolderLock _lock = FolderLock.Take(Path.Combine(folder, LockFile), folder, isTemporary: true);

        public void Dispose()
        {
            _lock.Dispose();
            try
            {
                if (isNew && !Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    Directory.Delete(folder);
                }
            }
            catch (IOException)
            {
                // Another process has begun to use it.
            }
        }
    }
}
