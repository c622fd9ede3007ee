using System.Runtime.InteropServices;

namespace SeCo.Torch.Interop;

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
        foreach (string candidate in (string[])[folder, Path.Combine(folder, "lib")])
        {
            if (HoldsTorch(candidate))
            {
                return Path.GetFullPath(candidate);
            }
        }

        throw new TorchException($"{namedBy} names '{folder}', but neither it nor its lib folder holds {FileName("torch_cpu")}. "
            + "Name the folder of libtorch's libraries, such as torch/lib of a PyTorch installation.");
    }

    /// <summary>The folder of the environment variable, else of the package beside the program.</summary>
    /// <exception cref="TorchException">There is neither.</exception>
    internal static string Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Named(named, $"The environment variable {Variable}");
        }

        return FirstOf([.. Candidates().Distinct(StringComparer.Ordinal)]);
    }

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
