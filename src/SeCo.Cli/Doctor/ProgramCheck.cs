namespace SeCo.Cli.Doctor;

/// <summary>The program, .NET and the system, and the variables that change what they do.</summary>
internal static class ProgramCheck
{
    private const string Part = "program";

    private static readonly string[] Variables =
    [
        "SECO_LIBTORCH", "OMP_NUM_THREADS", "OMP_WAIT_POLICY", "OMP_PROC_BIND", "MKL_NUM_THREADS", "CUDA_VISIBLE_DEVICES", "MALLOC_ARENA_MAX",
        "GLIBC_TUNABLES",
        "DOTNET_GCHeapHardLimit", "DOTNET_GCConserveMemory", "DOTNET_PROCESSOR_COUNT",
    ];

    public static IEnumerable<Finding> Look()
    {
        yield return new Finding(Part, "seco", VersionText.Program);
        yield return new Finding(Part, ".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        yield return new Finding(Part, "system", RuntimeInformation.OSDescription.Trim());
        foreach (string name in Variables)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                yield return new Finding(Part, name, value);
            }
        }
    }
}
