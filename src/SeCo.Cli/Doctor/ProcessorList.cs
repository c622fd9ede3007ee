namespace SeCo.Cli.Doctor;

/// <summary>What Linux says of its processors in <c>/proc/cpuinfo</c>.</summary>
/// <param name="Model">The name of the processor; null where it is not said.</param>
/// <param name="Logical">Threads of hardware.</param>
/// <param name="Cores">Cores; null where it is not said.</param>
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
