using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SeCo.Torch;

namespace SeCo.Cli.Doctor;

/// <summary>The processor: cores, limits, how busy it is, and which precisions it computes well.</summary>
internal static class ProcessorCheck
{
    private const string Part = "processor";

    /// <summary>Looks.</summary>
    public static IEnumerable<Finding> Look()
    {
        ProcessorList? list = OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo") ? ProcessorList.Parse(File.ReadAllText("/proc/cpuinfo")) : null;
        yield return new Finding(Part, "model", list?.Model ?? RuntimeInformation.ProcessArchitecture.ToString());
        int logical = list?.Logical ?? Environment.ProcessorCount;
        string physical = list?.Cores is int cores ? string.Create(CultureInfo.InvariantCulture, $"{cores} cores, ") : string.Empty;
        yield return new Finding(
            Part, "threads", string.Create(CultureInfo.InvariantCulture, $"{physical}{logical} logical, {Environment.ProcessorCount} for this process"));
        foreach (Finding limit in Limits(logical))
        {
            yield return limit;
        }

        yield return new Finding(Part, "float32", $"yes, vectors of {Vectors()}");
        yield return new Finding(Part, "bfloat16", TorchRuntime.HasFastBFloat16
            ? "yes, in a unit for tiles (AMX): faster than float32; aggregation.sam.precision: bfloat16"
            : "computed, but without a unit for it (AMX): slower than float32 here");
        if (OperatingSystem.IsLinux() && File.Exists("/proc/loadavg") && Busy(File.ReadAllText("/proc/loadavg")) is Finding busy)
        {
            yield return busy;
        }
    }

    /// <summary>What the load says; null where the machine is nearly idle or libtorch's threads already wait without using a core.</summary>
    /// <param name="loads">The text of <c>/proc/loadavg</c>.</param>
    internal static Finding? Busy(string loads)
    {
        string text = loads.Split(' ')[0];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double load) && load > 0.5 * Environment.ProcessorCount
            && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null
            ? Finding.Note(
                Part,
                "load",
                $"{text} in the last minute",
                "Other programs use these cores. Set OMP_WAIT_POLICY=PASSIVE before seco starts: libtorch's threads otherwise wait for each other at full "
                    + "load.")
            : null;
    }

    private static IEnumerable<Finding> Limits(int logical)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/self/cgroup")
            || ControlGroup.Read(File.ReadAllText("/proc/self/cgroup"), "/sys/fs/cgroup").Processors is not double limit)
        {
            yield break;
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{limit:0.##} processors' worth of time");
        yield return limit < logical && Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null
            ? Finding.Note(Part, "limit of the container", text, string.Create(CultureInfo.InvariantCulture,
                $"libtorch does not see this limit and starts a thread for each of {logical} processors: set OMP_NUM_THREADS={Math.Max(1, (int)limit)}, or "
                    + $"threads: {Math.Max(1, (int)limit)} in the settings."))
            : new Finding(Part, "limit of the container", text);
    }

    private static string Vectors() =>
        Avx512F.IsSupported ? "512 bits (AVX-512)"
        : Avx2.IsSupported ? "256 bits (AVX2)"
        : X86Base.IsSupported ? "128 bits (SSE); libtorch is made for AVX2 and is slow without"
        : AdvSimd.IsSupported ? "128 bits (NEON)" : "unknown width";
}
