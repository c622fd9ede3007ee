namespace SeCo;

/// <summary>The type of the elements of an array or tensor. The values are PyTorch's numbers of its scalar types.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names of the element types.")]
public enum DType
{
    /// <summary>Unsigned, 8 bits.</summary>
    UInt8 = 0,

    /// <summary>Signed, 8 bits.</summary>
    Int8 = 1,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 2,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 3,

    /// <summary>Signed, 64 bits.</summary>
    Int64 = 4,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 5,

    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 6,

    /// <summary>IEEE 754 binary64.</summary>
    Float64 = 7,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 11,

    /// <summary>The upper half of a binary32: 8 bits of exponent, 7 of fraction.</summary>
    BFloat16 = 15,

    /// <summary>Unsigned, 16 bits: NumPy's files hold it, libtorch computes next to nothing with it.</summary>
    UInt16 = 27,
}
