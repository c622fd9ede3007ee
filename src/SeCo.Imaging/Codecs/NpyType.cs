namespace SeCo.Imaging.Codecs;

/// <summary>The element types of NumPy files that are read, by NumPy's codes.</summary>
public enum NpyType
{
    /// <summary>Boolean, one byte.</summary>
    B1,

    /// <summary>Unsigned byte.</summary>
    U1,

    /// <summary>Signed byte.</summary>
    I1,

    /// <summary>16 bits unsigned.</summary>
    U2,

    /// <summary>16 bits signed.</summary>
    I2,

    /// <summary>32 bits signed.</summary>
    I4,

    /// <summary>64 bits signed.</summary>
    I8,

    /// <summary>16-bit float.</summary>
    F2,

    /// <summary>32-bit float.</summary>
    F4,

    /// <summary>64-bit float.</summary>
    F8,
}
