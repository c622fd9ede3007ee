using System.Diagnostics.CodeAnalysis;

namespace SeCo.SegmentAnything;

/// <summary>The type of number in which a Segment Anything model computes.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names of the types.")]
public enum SamPrecision
{
    /// <summary>32 bits: the numbers of the official implementation.</summary>
    Float32,

    /// <summary>16 bits with the range of 32: several times faster where the processor has it, with masks that differ at their edges.</summary>
    [ConfigurationName("bfloat16")]
    BFloat16,

    /// <summary>bfloat16 on a GPU and on processors with units for it, float32 elsewhere: what comes out depends on the machine.</summary>
    Auto,
}
