namespace SeCo.Cli.Doctor;

/// <summary>The folder that <c>seco</c> is called in: whether runs can be written to it.</summary>
internal static class FolderCheck
{
    private const string Part = "this folder";

    /// <summary>Below this much a run over some thousand images may not fit.</summary>
    private const long Little = 2L << 30;

    public static IEnumerable<Finding> Look(string folder)
    {
        yield return new Finding(Part, "path", folder);
        Finding writable = Writable(folder);
        yield return writable;
        if (writable.Kind == FindingKind.Fact && Free(folder) is long free)
        {
            yield return Finding.Of(
                Part, "free", Finding.Gibibytes(free), free >= Little,
                "A run writes some 100 kB for each image and stage, and features and masks on top: name a folder on a larger disk with --out.");
        }
    }

    private static Finding Writable(string folder)
    {
        try
        {
            string probe = Path.Combine(folder, $".seco-doctor-{Environment.ProcessId}.partial");
            FileStreamOptions once = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
            using (FileStream stream = new(probe, once))
            {
                stream.Write(new byte[4096]);
                stream.Flush(flushToDisk: true);
            }

            return new Finding(Part, "writable", "yes");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Of(Part, "writable", "no", isGood: false, $"{fault.Message} Name a folder that can be written to with --out.");
        }
    }

    /// <summary>Bytes that are free where a folder lies; null where nothing tells.</summary>
    public static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // a file system that does not tell
        }
    }
}
