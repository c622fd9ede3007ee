using System.Diagnostics;

namespace SeCo.Storage;

/// <summary>Keeps other processes out of a folder while this one writes there. The system gives the lock back when a process ends, however it ends.</summary>
/// <remarks>Who holds a lock stands in a file beside it, since a locked file itself cannot be read everywhere.</remarks>
internal sealed class FolderLock : IDisposable
{
    private const string Holder = ".holder";
    private readonly bool _isTemporary;

    private FolderLock(FileStream stream, bool isTemporary)
    {
        (Stream, _isTemporary) = (stream, isTemporary);
        WriteHolder();
    }

    /// <summary>The locked file, open for reading and writing.</summary>
    public FileStream Stream { get; }

    /// <summary>Takes a lock on a file, created as needed, that stands for a folder; others that also share it may be at work at the same time. A temporary
    /// file has no other use, and goes when the lock is given back.</summary>
    /// <exception cref="FolderInUseException">Another process holds it, and one of the two needs it alone: names the process.</exception>
    public static FolderLock Take(string file, string folder, bool shared = false, bool isTemporary = false)
    {
        while (true)
        {
            FolderLock taken = new(Open(file, folder, shared), isTemporary);
            if (!isTemporary || !IsGone(taken.Stream))
            {
                return taken;
            }

            taken.Stream.Dispose(); // the one who held it before removed it in the moment between
        }
    }

    public void Dispose()
    {
        // While it is locked, so that only our own files go: whoever has opened the lock meanwhile finds it gone, and tries again.
        TryDelete(Stream.Name + Holder);
        if (_isTemporary && !OperatingSystem.IsWindows())
        {
            File.Delete(Stream.Name);
        }

        Stream.Dispose();
        if (_isTemporary && OperatingSystem.IsWindows())
        {
            TryDelete(Stream.Name); // which fails while somebody has it open
        }
    }

    private static FileStream Open(string file, string folder, bool shared)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        try
        {
            return new FileStream(Path.GetFullPath(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, shared ? FileShare.ReadWrite : FileShare.None);
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            string holder = string.Empty;
            _ = Unreadable.FaultOf(() => holder = File.ReadAllText(file + Holder).Trim()); // the lock counts, not who is named
            string who = holder.Length > 0 ? $" ({holder})" : string.Empty;
            throw new FolderInUseException($"{folder}: another seco is at work in this folder{who}. Wait for it, or give another --out.", fault);
        }
    }

    // A name may stand for another file by now; Linux says of the open file itself that it was removed.
    private static bool IsGone(FileStream stream) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}").LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) ?? false
        : !File.Exists(stream.Name);

    // EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
    private static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private void WriteHolder()
    {
        using Process own = Process.GetCurrentProcess();
        string started = own.StartTime.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        // Shards that start at the same moment write it at the same moment; one of them is named.
        _ = Unreadable.FaultOf(() => File.WriteAllText(Stream.Name + Holder, $"process {own.Id} on {Environment.MachineName}, started {started}"));
    }

    // It fails where another process has taken the lock meanwhile.
    private static void TryDelete(string file) => _ = Unreadable.FaultOf(() => File.Delete(file));
}
