namespace SeCo.Cli.Interop;

/// <summary>Lets the C library keep the memory of large buffers, by starting the program again in the same process with glibc's variables set.</summary>
/// <remarks>
/// glibc gives each thread a heap of its own that cannot hold large buffers, so that libtorch's come from the system, zeroed, and go back to it, each time.
/// Trainings ran at a third of their speed for it, or not, as threads happened to fall (docs/performance.md). By the time that managed code runs, the
/// runtime's threads have heaps already, which a later order does not take back; hence variables, which glibc reads at its start, and a second start, which
/// takes less than a tenth of a second. Nothing happens on other systems, with other C libraries, or where one of the variables is set already.
/// </remarks>
internal static unsafe partial class KeptMemory
{
    /// <summary>What glibc is told: buffers up to 1 GB come from the heap, 2 GB of free memory stay in it, and all threads share it.</summary>
    private static readonly (string Name, string Value)[] Variables =
        [("MALLOC_MMAP_THRESHOLD_", "1073741824"), ("MALLOC_TRIM_THRESHOLD_", "2147483648"), ("MALLOC_ARENA_MAX", "1")];

    private const string Tunables = "GLIBC_TUNABLES";

    /// <summary>Starts again where that helps, and does not come back then. To be called before anything else.</summary>
    public static void Arrange()
    {
        if (!OperatingSystem.IsLinux() || !IsGlibc()
            || Variables.Select(v => v.Name).Append(Tunables).Any(name => Environment.GetEnvironmentVariable(name) is not null))
        {
            return;
        }

        try
        {
            byte[] arguments = File.ReadAllBytes("/proc/self/cmdline");
            if (arguments is not [.., 0])
            {
                return; // each argument ends with a zero, or this is no list of arguments
            }

            foreach ((string name, string value) in Variables)
            {
                _ = setenv(name, value, 1);
            }

            RemoveDiagnosticSocket();
            StartAgain(arguments);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // no /proc here: slower, and as right
        }
    }

    /// <summary>Takes away the socket by which diagnostic tools reach the runtime.
    /// It is named after the process, so the second start needs the name, and nobody else would ever remove the file.</summary>
    private static void RemoveDiagnosticSocket()
    {
        const int StartTime = 19; // of the fields after the program's name, which is in parentheses: proc(5)
        string status = File.ReadAllText("/proc/self/stat");
        string[] fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length > StartTime)
        {
            File.Delete(Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-{fields[StartTime]}-socket"));
        }
    }

    private static void StartAgain(byte[] arguments)
    {
        fixed (byte* first = arguments)
        {
            List<nint> starts = [];
            for (int at = 0; at < arguments.Length; at += Array.IndexOf(arguments, (byte)0, at) - at + 1)
            {
                starts.Add((nint)(first + at));
            }

            nint[] list = [.. starts, 0];
            fixed (nint* start = list)
            {
                _ = execv("/proc/self/exe", start); // comes back where it may not be started
            }
        }
    }

    private static bool IsGlibc() =>
        NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int replaces);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execv(string path, nint* arguments);
}
