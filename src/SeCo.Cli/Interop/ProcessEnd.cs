namespace SeCo.Cli.Interop;

/// <summary>Ends the process without tearing down what other threads are still using:
/// the exit handlers of libtorch crash under a computation that goes on.</summary>
internal static partial class ProcessEnd
{
    /// <summary>Ends the process now. Nothing is flushed: files are whole at any moment, and the console is not buffered.</summary>
    public static void At(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code); // ends all other threads first
        }

        _exit(code);
    }

    [LibraryImport("libc")]
    private static partial void _exit(int status);
}
