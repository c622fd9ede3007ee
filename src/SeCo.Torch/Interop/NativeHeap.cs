using System.Runtime.InteropServices;

namespace SeCo.Torch.Interop;

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
