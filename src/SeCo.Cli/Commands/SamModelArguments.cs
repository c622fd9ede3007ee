using System.CommandLine;
using SeCo.Configuration;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Torch;

namespace SeCo.Cli.Commands;

/// <summary>The options of the verbs that use a Segment Anything model.</summary>
internal static class SamModelArguments
{
    /// <summary>The architectures that have a name.</summary>
    public const string Architectures = "vit_b|vit_l|vit_h|mobile|FILE.json";

    private static Option<string> Weights { get; } = new("--weights")
    {
        Description = "The checkpoint: Meta's sam_vit_b/l/h .pth, mobile_sam.pt, or safetensors with their names.",
        HelpName = "FILE",
        Required = true,
    };

    private static Option<string?> Arch { get; } = new("--arch")
    {
        Description = "The architecture, where it shall not be recognised from the checkpoint: a name, or a JSON file with the constructor arguments.",
        HelpName = Architectures,
    };

    private static Option<string> Precision { get; } = new("--precision")
    {
        Description = "What the model computes in. float32: the official numbers. bfloat16: several times faster where the processor has it; masks differ a little at "
            + "their edges. auto: bfloat16 where it is fast.",
        HelpName = "float32|bfloat16|auto",
        DefaultValueFactory = _ => "float32",
    };

    private static Option<string> Device { get; } = new("--device")
    {
        Description = "Where the model runs: cpu, cuda, cuda:1, or auto. A GPU that is asked for and missing is an error.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    private static Option<int> Threads { get; } = new("--threads") { Description = "Processor threads; 0 is one for each core.", HelpName = "N" };

    private static Option<string?> MaxMemory { get; } = new("--max-memory")
    {
        Description = "Memory that the model may use beside its weights, as in 2GB; without it, 1 GiB on processors and 8 GiB on a GPU. Less takes longer and changes no answer.",
        HelpName = "SIZE",
    };

    /// <summary>Adds the options to a verb.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Weights);
        command.Add(Arch);
        command.Add(Precision);
        command.Add(Device);
        command.Add(Threads);
        command.Add(MaxMemory);
    }

    /// <summary>Reads the options, and sets the number of threads.</summary>
    /// <exception cref="UsageException">A value is not among those that there are.</exception>
    public static SamModelFile Read(ParseResult parsed)
    {
        string precision = parsed.GetRequiredValue(Precision);
        int threads = parsed.GetValue(Threads);
        if (threads is < 0 or > 1024)
        {
            throw new UsageException($"--threads {threads}: expected 0 (all cores) to 1024.");
        }

        TorchRuntime.SetThreads(threads == 0 ? Environment.ProcessorCount : threads);
        SamModelFile file = new()
        {
            Weights = parsed.GetRequiredValue(Weights),
            Arch = parsed.GetValue(Arch),
            Precision = precision switch
            {
                "float32" => SamPrecision.Float32,
                "bfloat16" => SamPrecision.BFloat16,
                "auto" => SamPrecision.Auto,
                _ => throw new UsageException($"--precision {precision}: expected float32, bfloat16 or auto."),
            },
            WorkingMemory = parsed.GetValue(MaxMemory) is string memory ? Bytes(memory) : null,
            Device = DeviceOf(parsed.GetRequiredValue(Device)),
        };
        if (file.Arch is { } arch)
        {
            RequireArchitecture(arch);
        }

        return file;
    }

    /// <summary>Looks at the head of the checkpoint, and says what had to be assumed about it.</summary>
    public static SamConfig Check(SamModelFile file, ParseResult parsed)
    {
        SamConfig config = file.Check();
        if (file.Assumption(config) is { } assumption)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"seco: mind that {assumption}");
        }

        return config;
    }

    /// <summary>Refuses a name that no architecture has.</summary>
    public static void RequireArchitecture(string arch)
    {
        try
        {
            _ = SamModelFile.Architecture(arch);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException($"--arch: {fault.Message}");
        }
    }

    private static long Bytes(string text)
    {
        try
        {
            return MemorySize.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new UsageException($"--max-memory: {fault.Message}");
        }
    }

    private static Device DeviceOf(string text)
    {
        try
        {
            return SeCo.Torch.Device.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new UsageException($"--device: {fault.Message}");
        }
    }
}
