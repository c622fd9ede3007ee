using SeCo.Models.Sam;

namespace SeCo.SegmentAnything;

/// <summary>Where a Segment Anything model comes from, and how it shall compute.</summary>
public sealed record SamModelFile
{
    /// <summary>The checkpoint: an official <c>.pth</c> or <c>.pt</c>, or safetensors with the official names.</summary>
    public required string Weights { get; init; }

    /// <summary>The architecture: a name of <see cref="SamConfig.Published"/>, as <c>vit_b</c>, or a JSON file (<see cref="SamConfig.FromFile"/>);
    /// null to recognise it.</summary>
    public string? Arch { get; init; }

    /// <summary>The type in which the model computes.</summary>
    public SamPrecision Precision { get; init; }

    /// <summary>Bytes that the model may use beside its weights (<see cref="SamModel.WorkingMemory"/>); null for the default of the device.
    /// Changes no answer.</summary>
    public long? WorkingMemory { get; init; }

    /// <summary>Where the model lies.</summary>
    public Device Device { get; init; }

    /// <summary>The type that <see cref="Precision"/> means on this device.</summary>
    public DType EffectivePrecision =>
        Precision == SamPrecision.BFloat16 || (Precision == SamPrecision.Auto && (Device.IsCuda || TorchRuntime.HasFastBFloat16))
            ? DType.BFloat16
            : DType.Float32;

    /// <summary>The architecture of a name or a JSON file.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    /// <exception cref="CheckpointException">The file cannot be read, or something in it is wrong.</exception>
    public static SamConfig Architecture(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return SamConfig.Published.FirstOrDefault(c => c.Name == text.Replace('-', '_'))
            ?? (text.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? SamConfig.FromFile(text)
                : throw new ArgumentException(
                    $"The architecture '{text}' is not known, expected {string.Join(", ", SamConfig.Published.Select(c => c.Name))} or a file that ends in "
                        + ".json."));
    }

    /// <summary>Looks at the head of the checkpoint: faults show before anything costly is done.</summary>
    /// <returns>The architecture.</returns>
    /// <exception cref="CheckpointException">The file cannot be read, or is no checkpoint of Segment Anything.</exception>
    public SamConfig Check()
    {
        try
        {
            using ICheckpoint checkpoint = SamCheckpoint.Open(Weights);
            if (Arch is null)
            {
                return SamCheckpoint.Recognise(checkpoint);
            }

            SamConfig config = Architecture(Arch);
            SamCheckpoint.RequireNormalization(checkpoint, config);
            return config;
        }
        catch (CheckpointException fault) when (SamFileInfo.Damage(Weights) is { } damage)
        {
            throw new CheckpointException($"{damage} ({fault.Message})", fault);
        }
    }

    /// <summary>What a checkpoint does not show, and was assumed about its architecture; null where nothing was:
    /// it is a published one, or was given.</summary>
    /// <param name="recognised">What <see cref="Check"/> gave.</param>
    public string? Assumption(SamConfig recognised)
    {
        ArgumentNullException.ThrowIfNull(recognised);
        return Arch is not null || SamConfig.Published.Any(c => c.Channels == recognised.Channels && c.Decoder == recognised.Decoder)
            ? null
            : $"{Weights} has a decoder of no published size, and a checkpoint does not show its attention heads: {recognised.Decoder.Heads} are assumed. "
                + "If it has others, its masks are wrong; give the architecture as a JSON file.";
    }

    /// <summary>Loads the model.</summary>
    /// <returns>The model, disposed by the caller.</returns>
    /// <exception cref="CheckpointException">The file cannot be read, or does not fit the architecture.</exception>
    public SamModel Load()
    {
        SamModel model = SamCheckpoint.Load(Weights, Arch is null ? null : Architecture(Arch), EffectivePrecision, Device);
        model.WorkingMemory = WorkingMemory ?? model.WorkingMemory;
        return model;
    }
}
