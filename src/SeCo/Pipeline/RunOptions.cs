using SeCo.Aggregation;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.PixelLabels;
using SeCo.Torch;

namespace SeCo.Pipeline;

/// <summary>Everything that decides a run. Read from YAML, every key may be given as <c>--set section.key=value</c>.</summary>
public sealed record RunOptions
{
    /// <summary>Seed of everything random: first weights, order of training, mirrored windows.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where networks run: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. A GPU that is asked for and missing is an error.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Processor threads; 0 is one for each core. The last bits of trained weights may depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The images and what is known of them.</summary>
    public DatasetOptions Dataset { get; init; } = new();

    /// <summary>Stage 1: pixel pseudo-labels.</summary>
    public PixelLabelOptions PixelLabels { get; init; } = new();

    /// <summary>Stage 2: PSA.</summary>
    public AggregationOptions Aggregation { get; init; } = new();

    /// <summary>Stage 3: SCC.</summary>
    public CorrectionOptions Correction { get; init; } = new();

    /// <summary>Checks all sections.</summary>
    /// <exception cref="ArgumentException">Values out of range.</exception>
    /// <exception cref="TorchException">The device is not there.</exception>
    public void Validate()
    {
        if (Threads is < 0 or > 1024)
        {
            throw new ArgumentException($"threads is {Threads}, expected 0 (all cores) to 1024.");
        }

        try
        {
            _ = SeCo.Torch.Device.Parse(Device ?? string.Empty);
        }
        catch (FormatException fault)
        {
            throw new ArgumentException($"device: {fault.Message}", fault);
        }

        Dataset.Validate();
        PixelLabels.Validate();
        Aggregation.Validate();
        Correction.Validate();
    }
}
