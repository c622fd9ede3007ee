namespace SeCo.Checkpoints;

/// <summary>Writes a file under a temporary name and moves it into place, so that no reader meets half a file.</summary>
internal static class WholeFile
{
    /// <summary>Writes through a stream; the folder must exist, an older file is replaced.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = path + ".partial";
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
