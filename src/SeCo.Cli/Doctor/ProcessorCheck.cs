using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SeCo.Cli.Doctor;

/// <summary>The processor: cores, limits, how busy it is, and which precisions it computes well.</summary>
internal static class ProcessorCheck
{
    private const string Part = "processor";

    public static IEnumerable<Finding> Look()
    {
        ProcessorList? list = Finding.Told("/proc/cpuinfo") is string text ? ProcessorList.Parse(text) : null;
        yield return new Finding(Part, "model", list?.Model ?? RuntimeInformation.ProcessArchitecture.ToString());
        int logical = list?.Logical ?? Environment.ProcessorCount;
        string physical = list?.Cores is int cores ? $"{cores} cores, " : string.Empty;
        yield return new Finding(
            Part, "threads", $"{physical}{logical} logical, {Environment.ProcessorCount} for this process");
        if (ControlGroup.Current?.Processors is double limit)
        {
            int whole = Math.Max(1, (int)limit);
            yield return Finding.Of(
                Part, "limit of the container", $"{limit:0.##} processors' worth of time",
                limit >= logical || Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is not null,
                string.Create(CultureInfo.InvariantCulture, $"libtorch does not see this limit and starts a thread for each of {logical} processors: "
                    + $"set OMP_NUM_THREADS={whole}, or threads: {whole} in the settings."));
        }

        yield return new Finding(Part, "float32", $"yes, vectors of {Vectors()}");
        yield return new Finding(Part, "bfloat16", TorchRuntime.HasFastBFloat16
            ? "yes, in a unit for tiles (AMX): faster than float32; aggregation.sam.precision: bfloat16"
            : "computed, but without a unit for it (AMX): slower than float32 here");
        // libtorch's threads may already wait without using a core.
        if (Finding.Told("/proc/loadavg")?.Split(' ')[0] is string loaded && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null
            && double.TryParse(loaded, NumberStyles.Float, CultureInfo.InvariantCulture, out double load) && load > 0.5 * Environment.ProcessorCount)
        {
            yield return Finding.Of(
                Part, "load", $"{loaded} in the last minute", isGood: false,
                "Other programs use these cores. Set OMP_WAIT_POLICY=PASSIVE before seco starts: libtorch's threads otherwise wait for each other at full "
                    + "load.");
        }
    }

    private static string Vectors() =>
        Avx512F.IsSupported ? "512 bits (AVX-512)"
        : Avx2.IsSupported ? "256 bits (AVX2)"
        : X86Base.IsSupported ? "128 bits (SSE); libtorch is made for AVX2 and is slow without"
        : AdvSimd.IsSupported ? "128 bits (NEON)" : "unknown width";
}

/// <summary>What Linux says of its processors in <c>/proc/cpuinfo</c>; null where it says nothing.</summary>
internal sealed record ProcessorList(string? Model, int Logical, int? Cores)
{
    /// <summary>Reads the text of <c>/proc/cpuinfo</c>.</summary>
    public static ProcessorList Parse(string text)
    {
        Dictionary<string, string>[] processors =
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(block => block.Split('\n').Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
                    .GroupBy(parts => parts[0].Trim()).ToDictionary(group => group.Key, group => group.First()[1].Trim()))
                .Where(fields => fields.ContainsKey("processor")),
        ];
        int cores = processors.Where(p => p.ContainsKey("core id")).Select(p => (p.GetValueOrDefault("physical id"), p["core id"])).Distinct().Count();
        return new ProcessorList(
            processors.Select(p => p.GetValueOrDefault("model name")).FirstOrDefault(name => name is not null), processors.Length, cores > 0 ? cores : null);
    }
}
