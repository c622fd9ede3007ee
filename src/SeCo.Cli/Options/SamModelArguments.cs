namespace SeCo.Cli;

/// <summary>The options of the verbs that use a Segment Anything model.</summary>
internal static class SamModelArguments
{
    /// <summary>The architectures that have a name.</summary>
    public static readonly string Architectures = $"{string.Join('|', SamConfig.Published.Select(c => c.Name))}|FILE.json";

    private static readonly Option<string> Weights = CommonOptions.Required(
        "--weights", "The checkpoint of SAM 1, MobileSAM, HQ-SAM or SAM 2, as published (.pth, .pt), or safetensors with its names.", "FILE");

    /// <summary>The architecture.</summary>
    public static readonly Option<string?> Arch = CommonOptions.Optional<string?>(
        "--arch",
        "The architecture, where it shall not be recognised from the checkpoint: a name, or a JSON file with the constructor arguments.",
        Architectures);

    private static readonly Option<string> Precision = CommonOptions.WithDefault(
        "--precision",
        "float32",
        "What the model computes in. float32: the official numbers. bfloat16: several times faster where the processor has it; masks differ a little at "
            + "their edges. auto: bfloat16 where it is fast.",
        "float32|bfloat16|auto");

    private static readonly Option<string?> MaxMemory = CommonOptions.Optional<string?>(
        "--max-memory",
        "Memory that the model may use beside its weights, as in 2GB; without it, 1 GiB on processors and 8 GiB on a GPU. Less takes longer and changes no "
            + "answer.",
        "SIZE");

    public static IReadOnlyList<Option> All => [Weights, Arch, Precision, CommonOptions.Device, CommonOptions.Threads, MaxMemory];

    /// <summary>Reads the options, and sets the number of threads.</summary>
    public static SamModelFile Read(ParseResult parsed)
    {
        TorchRuntime.SetThreads(CommonOptions.ThreadsOf(parsed));
        SamModelFile file = new()
        {
            Weights = parsed.GetRequiredValue(Weights),
            Arch = parsed.GetValue(Arch),
            Precision = CommonOptions.OneOf(
                "--precision", parsed.GetRequiredValue(Precision),
                ("float32", SamPrecision.Float32), ("bfloat16", SamPrecision.BFloat16), ("auto", SamPrecision.Auto)),
            WorkingMemory = parsed.GetValue(MaxMemory) is string memory ? UsageException.Read(() => MemorySize.Parse(memory), "--max-memory") : null,
            Device = CommonOptions.DeviceOf(parsed),
        };
        if (file.Arch is { } arch)
        {
            ArchitectureOf(arch);
        }

        return file;
    }

    /// <summary>Looks at the head of the checkpoint, and says what had to be assumed about it.</summary>
    public static SamConfig Check(SamModelFile file, ParseResult parsed)
    {
        SamConfig config = file.Check();
        parsed.Mind(file.Assumption(config));
        return config;
    }

    public static SamConfig ArchitectureOf(string arch) => UsageException.Read(() => SamModelFile.Architecture(arch), "--arch");
}
