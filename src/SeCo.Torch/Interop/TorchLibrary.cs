using System.Reflection;

namespace SeCo.Torch.Interop;

/// <summary>The loaded libtorch: found and loaded at the first native call, once per process.</summary>
internal static unsafe partial class TorchLibrary
{
    /// <summary>The name that <see cref="NativeMethods"/> imports from; resolved here to the file.</summary>
    internal const string ImportName = "torch_cpu";

    private static readonly Lock Gate = new();
    private static string? _folder;
    private static nint _torch;
    private static int _threads;
    private static delegate* unmanaged<int, void> _setOpenMpThreads;
    private static delegate* unmanaged<byte*> _exceptionText;
    private static delegate* unmanaged<ulong**, int> _newOptionalSlot;

    [ThreadStatic]
    private static int _threadsOfThisThread;

    internal static string Folder
    {
        get
        {
            EnsureLoaded();
            return _folder!;
        }
    }

    /// <summary>Handle of the loaded <c>torch_cuda</c>; 0 for a libtorch without CUDA.</summary>
    internal static nint Cuda { get; private set; }

    /// <summary>Version as <c>torch_call_dispatcher</c> wants it: major, minor and patch in the three highest bytes.</summary>
    internal static ulong AbiVersion { get; private set; }

    internal static bool IsLoaded => Volatile.Read(ref _torch) != 0;

    /// <summary>Answers .NET's question for the library behind an import.</summary>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != ImportName)
        {
            return name == "libc" ? NativeLibrary.GetMainProgramHandle() : 0;
        }

        EnsureLoaded();
        return _torch;
    }

    /// <summary>Loads the library, from a folder given by the caller or from the default one.</summary>
    /// <exception cref="InvalidOperationException">Another folder was given, but the library is loaded already.</exception>
    /// <exception cref="TorchException">The library is missing, does not load, or is older than 2.10.</exception>
    internal static void EnsureLoaded(string? folder = null)
    {
        if (IsLoaded && folder is null)
        {
            return;
        }

        lock (Gate)
        {
            string? wanted = folder is null ? null : LibraryFolder.Named(folder, "The caller");
            if (_torch == 0)
            {
                Load(wanted ?? LibraryFolder.Default());
            }
            else if (wanted is not null && wanted != _folder)
            {
                throw new InvalidOperationException($"libtorch was already loaded from '{_folder}'; call TorchRuntime.Load('{wanted}') before anything else.");
            }
        }
    }

    /// <summary>Sets the number of threads of every later operator, on whichever thread it is called.</summary>
    internal static void SetThreads(int threads)
    {
        lock (Gate)
        {
            Volatile.Write(ref _threads, threads);
            if (_torch == 0 && !OperatingSystem.IsWindows())
            {
                // OpenMP reads the C library's environment, which Environment.SetEnvironmentVariable does not reach.
                fixed (byte* name = "OMP_NUM_THREADS"u8, value = System.Text.Encoding.ASCII.GetBytes(threads.ToString(CultureInfo.InvariantCulture) + '\0'))
                {
                    _ = setenv(name, value, 1);
                }
            }
        }
    }

    /// <summary>OpenMP keeps its thread count per calling thread: applies ours on this one if it is not yet in force.</summary>
    internal static void ApplyThreads()
    {
        int threads = Volatile.Read(ref _threads);
        if (_threadsOfThisThread == threads)
        {
            return;
        }

        EnsureLoaded();
        _ = NativeMethods.torch_get_num_threads(out _); // libtorch initialises its own count on a thread's first use and would undo ours later
        if (_setOpenMpThreads is null)
        {
            throw new TorchException(
                $"The libtorch in '{_folder}' does not export omp_set_num_threads; set OMP_NUM_THREADS={threads} before the program starts.");
        }

        _setOpenMpThreads(threads);
        _threadsOfThisThread = threads;
    }

    /// <summary>What libtorch says about the last error of this thread; null where it is too old to tell (before 2.13).</summary>
    internal static string? LastError() => _exceptionText is null ? null : Marshal.PtrToStringUTF8((nint)_exceptionText())?.Trim();

    /// <summary>Memory of 8 bytes for a present optional argument; the operator that receives it frees it.</summary>
    internal static ulong* NewOptionalSlot()
    {
        ulong* slot = null;
        if (_newOptionalSlot is null || _newOptionalSlot(&slot) != 0)
        {
            slot = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        }

        return slot;
    }

    /// <summary>Address of a symbol of libtorch or of a library it depends on; 0 where there is none.</summary>
    internal static nint TryGetSymbol(string name)
    {
        EnsureLoaded();
        return Optional(_torch, name) is not 0 and nint address ? address
            : NativeLibrary.TryLoad(Path.Combine(_folder!, LibraryFolder.FileName("c10")), out nint core) ? Optional(core, name) : 0;
    }

    private static void Load(string folder)
    {
        string file = Path.Combine(folder, LibraryFolder.FileName(ImportName));
        NativeHeap.Configure();
        nint torch;
        try
        {
            NativeLibrary.Load(Path.Combine(folder, LibraryFolder.FileName("c10")));
            torch = NativeLibrary.Load(file);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchException(
                $"'{file}' does not load: {exception.Message} Install the libtorch built for this system, or set {LibraryFolder.Variable} to another.",
                exception);
        }

        if (!NativeLibrary.TryGetExport(torch, "torch_call_dispatcher", out _))
        {
            throw new TorchException($"'{file}' is older than libtorch 2.10 (it lacks torch_call_dispatcher). Install 2.10 or later.");
        }

        // Loading registers the CUDA kernels; the file exists only in builds for CUDA.
        string cuda = Path.Combine(folder, LibraryFolder.FileName("torch_cuda"));
        if (File.Exists(cuda) && NativeLibrary.TryLoad(cuda, out nint cudaHandle))
        {
            Cuda = cudaHandle;
        }

        AbiVersion = ((delegate* unmanaged<ulong>)NativeLibrary.GetExport(torch, "aoti_torch_abi_version"))();
        _exceptionText = (delegate* unmanaged<byte*>)Optional(torch, "torch_exception_get_what_without_backtrace");
        _newOptionalSlot = (delegate* unmanaged<ulong**, int>)Optional(torch, "torch_new_stable_ivalue");
        _setOpenMpThreads = (delegate* unmanaged<int, void>)OpenMp(torch, folder);
        if (Optional(torch, "torch_exception_set_exception_printing") is not 0 and nint setPrinting && _exceptionText is not null)
        {
            ((delegate* unmanaged<byte, void>)setPrinting)(0); // the text goes into TorchException instead
        }

        OneDnn.Configure(name => Optional(torch, name));
        _folder = folder;
        Volatile.Write(ref _torch, torch);
        SilenceWarnings();
    }

    // What libtorch warns of, such as a processor that NNPACK does not know, comes from any of its threads in the middle of whatever the program prints;
    // faults come as status.
    private static void SilenceWarnings()
    {
        const int Errors = 2; // GLOG_ERROR
        if (Environment.GetEnvironmentVariable("TORCH_CPP_LOG_LEVEL") is null && TryGetSymbol("FLAGS_caffe2_log_level") is not 0 and nint level)
        {
            *(int*)level = Errors;
        }
    }

    private static nint Optional(nint library, string name) => NativeLibrary.TryGetExport(library, name, out nint address) ? address : 0;

    private static nint OpenMp(nint torch, string folder)
    {
        const string Name = "omp_set_num_threads";
        nint address = Optional(torch, Name); // on Unix the search goes on through the libraries it depends on
        return address == 0 && NativeLibrary.TryLoad(Path.Combine(folder, LibraryFolder.FileName("libiomp5md")), out nint intel)
            ? Optional(intel, Name)
            : address;
    }

    [LibraryImport("libc")]
    private static partial int setenv(byte* name, byte* value, int overwrite);
}

/// <summary>Finds the folder that holds libtorch's libraries.</summary>
internal static class LibraryFolder
{
    /// <summary>The environment variable that names a libtorch other than the packaged one.</summary>
    internal const string Variable = "SECO_LIBTORCH";

    /// <summary>The file name of a library on this system: <c>torch_cpu</c> is <c>libtorch_cpu.so</c> on Linux.</summary>
    internal static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>The folder a user named; its <c>lib</c> folder is meant where that holds the libraries.</summary>
    /// <exception cref="TorchException">Neither holds libtorch.</exception>
    internal static string Named(string folder, string namedBy)
    {
        string? found = Array.Find([folder, Path.Combine(folder, "lib")], HoldsTorch);
        return found is not null ? Path.GetFullPath(found) : throw new TorchException(
            $"{namedBy} names '{folder}', but neither it nor its lib folder holds {FileName("torch_cpu")}. "
            + "Name the folder of libtorch's libraries, such as torch/lib of a PyTorch installation.");
    }

    /// <summary>The folder of the environment variable, else of the package beside the program.</summary>
    /// <exception cref="TorchException">There is neither.</exception>
    internal static string Default() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? Named(named, $"The environment variable {Variable}")
        : FirstOf([.. Candidates().Distinct(StringComparer.Ordinal)]);

    /// <summary>The first folder that holds libtorch.</summary>
    /// <exception cref="TorchException">None does.</exception>
    internal static string FirstOf(IReadOnlyList<string> folders) => folders.FirstOrDefault(HoldsTorch) ?? throw new TorchException(
        $"libtorch is missing: no {FileName("torch_cpu")} in {string.Join(" or ", folders)}. Add the NuGet package "
        + $"'{PackageName}' (2.10 or later) to the program, or set {Variable} to the lib folder of a libtorch or PyTorch installation.");

    private static string PackageName =>
        OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64" : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64" : "libtorch-cpu-linux-x64";

    private static IEnumerable<string> Candidates()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string beside = Path.GetDirectoryName(typeof(LibraryFolder).Assembly.Location) is { Length: > 0 } location ? location : AppContext.BaseDirectory;
        foreach (string root in (string[])[Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), beside])
        {
            yield return Path.Combine(root, "runtimes", $"{system}-{architecture}", "native");
            yield return root;
        }
    }

    private static bool HoldsTorch(string folder) => File.Exists(Path.Combine(folder, FileName("torch_cpu")));
}

/// <summary>Lets the C library keep the memory of tensors for the next ones.</summary>
/// <remarks>By default glibc asks the system for every large buffer and gives it back at once, so that each operator on large tensors first pays for zeroed
/// pages: some 15 % of an image encoder's time (docs/performance.md). Buffers come from the heap here instead, up to <see cref="LargestKept"/> each, and the
/// heap is shared by all threads, because the other threads' own heaps cannot hold large buffers. Elsewhere than on glibc nothing changes, nor where the user
/// has set glibc's variables.</remarks>
internal static partial class NativeHeap
{
    /// <summary>Buffers above this many bytes still come from the system and go back to it.</summary>
    private const int LargestKept = 128 << 20;

    /// <summary>Free bytes at the heap's end above which they go back to the system.</summary>
    private const int MostKept = 256 << 20;

    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD and so on, from glibc's malloc.h
    private const int MapThreshold = -3;
    private const int ArenaLimit = -8;

    internal static void Configure()
    {
        if (!OperatingSystem.IsLinux() || IsSetByUser())
        {
            return;
        }

        try
        {
            _ = mallopt(MapThreshold, LargestKept);
            _ = mallopt(TrimThreshold, MostKept);
            _ = mallopt(ArenaLimit, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // another C library than glibc: its heap stays as it is
        }
    }

    private static bool IsSetByUser() =>
        ((string[])["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_ARENA_MAX", "GLIBC_TUNABLES"]).Any(
            name => Environment.GetEnvironmentVariable(name) is not null);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);
}
