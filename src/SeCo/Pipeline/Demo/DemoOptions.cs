using SeCo.Adaptation;
using SeCo.DrawnScenes;

namespace SeCo.Pipeline.Demo;

/// <summary>What the demonstration draws and how long it trains. The defaults end within two minutes on two cores; the black box, whose student learns from
/// nothing, takes longer.</summary>
public sealed record DemoOptions
{
    /// <summary>What is known besides the target's images: source-free (the default), UDA or black-box.</summary>
    public AdaptationSetting Setting { get; init; } = AdaptationSetting.SourceFree;

    /// <summary>The two domains; their seed is that of everything random.</summary>
    public DrawnDomainOptions Data { get; init; } = new();

    /// <summary>Steps of the source model's training, 8 scenes each; default 500.</summary>
    public int SourceSteps { get; init; } = 500;

    /// <summary>Steps of each training on the target; 0, the default, for what fits the setting.</summary>
    public int TargetSteps { get; init; }

    /// <summary>Processor threads; 0 is one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate()
    {
        OptionFaults.ThrowIfAny(
            "demo",
            (Setting is AdaptationSetting.SourceFree or AdaptationSetting.Uda or AdaptationSetting.BlackBox,
                $"setting is {OptionsWriter.NameOf(Setting)}, expected source_free, uda or black_box"),
            (SourceSteps is >= 1 and <= 100_000, $"source steps are {SourceSteps}, expected 1 to 100000"),
            (TargetSteps is >= 0 and <= 100_000, $"target steps are {TargetSteps}, expected 0 (what fits the setting) to 100000"),
            (Threads is >= 0 and <= 1024, $"threads is {Threads}, expected 0 (all cores) to 1024"));
        Data.Validate();
    }
}
