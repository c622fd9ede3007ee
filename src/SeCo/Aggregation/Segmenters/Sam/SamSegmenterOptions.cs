using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>Settings of <see cref="SamSegmenter"/>: Segment Anything, as the paper uses it.</summary>
public sealed record SamSegmenterOptions
{
    /// <summary>The checkpoint of SAM 1, MobileSAM, HQ-SAM or SAM 2, as published, or safetensors with its names.</summary>
    public string Weights { get; init; } = string.Empty;

    /// <summary>The architecture: a name, as <c>vit_b</c>, <c>hq_vit_l</c> or <c>sam2_large</c>, or a JSON file. Null: recognised from the
    /// checkpoint.</summary>
    public string? Arch { get; init; }

    /// <summary>The type in which the model computes.</summary>
    public SamPrecision Precision { get; init; } = SamPrecision.Float32;

    /// <summary>
    /// Memory that the model may use beside its weights, as in <c>2GB</c>; null: 1 GiB on processors, 8 GiB on a GPU. Less takes longer and changes no answer.
    /// </summary>
    public string? MaxMemory { get; init; }

    /// <summary>HQ-SAM only: answers to prompts are its fine masks alone, in the place of their sums with SAM's.</summary>
    public bool HqTokenOnly { get; init; }

    /// <summary>How all masks of an image are made.</summary>
    public AutomaticMaskOptions Generator { get; init; } = new();

    /// <summary>
    /// Folder that keeps masks and answers from run to run, so that no image is encoded twice; may be shared by runs. Null: inside the run folder. Empty:
    /// nothing is kept.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Names each setting that is out of range.</exception>
    public void Validate()
    {
        string? memory = null;
        try
        {
            _ = MaxMemory is null ? 0 : MemorySize.Parse(MaxMemory);
        }
        catch (FormatException fault)
        {
            memory = $"max_memory: {fault.Message.TrimEnd('.')}";
        }

        OptionFaults.ThrowIfAny(
            () => OptionFaults.ThrowIfAny(
                "aggregation.sam",
                (Enum.IsDefined(Precision), $"precision is {Precision}, expected float32, bfloat16 or auto"),
                (memory is null, memory ?? string.Empty)),
            Generator.Validate);
    }
}
