namespace SeCo.Imaging.Codecs;

/// <summary>NumPy's names for the element types, and .NET's.</summary>
internal static class NpyTypes
{
    private static readonly (NpyType Type, string Name, int Size, Type Net)[] All =
    [
        (NpyType.B1, "|b1", 1, typeof(bool)),
        (NpyType.U1, "|u1", 1, typeof(byte)),
        (NpyType.I1, "|i1", 1, typeof(sbyte)),
        (NpyType.U2, "<u2", 2, typeof(ushort)),
        (NpyType.I2, "<i2", 2, typeof(short)),
        (NpyType.I4, "<i4", 4, typeof(int)),
        (NpyType.I8, "<i8", 8, typeof(long)),
        (NpyType.F2, "<f2", 2, typeof(Half)),
        (NpyType.F4, "<f4", 4, typeof(float)),
        (NpyType.F8, "<f8", 8, typeof(double)),
    ];

    /// <summary>Every name that is read, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(t => t.Name));

    /// <summary>Bytes of one element.</summary>
    public static int Size(this NpyType type) => All[(int)type].Size;

    /// <summary>NumPy's name, such as <c>&lt;f4</c>.</summary>
    public static string Name(this NpyType type) => All[(int)type].Name;

    /// <summary>The type with a .NET type's elements, or null.</summary>
    public static NpyType? Of<T>() => Find(t => t.Net == typeof(T));

    /// <summary>The type with NumPy's name; one byte has no order, so &lt;u1 is |u1; null for the unknown.</summary>
    public static NpyType? Parse(string name) => Find(t => t.Name == name || (t.Size == 1 && name is ['<' or '>' or '=', ..] && t.Name[1..] == name[1..]));

    private static NpyType? Find(Func<(NpyType Type, string Name, int Size, Type Net), bool> match)
    {
        foreach ((NpyType Type, string Name, int Size, Type Net) entry in All)
        {
            if (match(entry))
            {
                return entry.Type;
            }
        }

        return null;
    }
}
