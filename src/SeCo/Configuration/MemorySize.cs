namespace SeCo.Configuration;

/// <summary>Amounts of memory as people write them.</summary>
public static class MemorySize
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000), ("B", 1), (string.Empty, 1),
    ];

    /// <summary>Reads <c>2GB</c>, <c>1.5 GiB</c>, <c>800MB</c>, or a number of bytes.</summary>
    /// <returns>Bytes, at least 1.</returns>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static long Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new FormatException($"'{text}' is no amount of memory, expected a number with a unit, as in 2GB, 1.5GiB or 800MB.");
    }

    /// <summary>The same; null where the text is none of these.</summary>
    internal static long? TryParse(string? text)
    {
        string upper = (text ?? string.Empty).Trim().ToUpperInvariant();
        (string unit, long bytes) = Units.First(u => upper.EndsWith(u.Unit, StringComparison.Ordinal));
        return double.TryParse(upper[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * bytes is >= 1 and < 1e18 ? (long)(number * bytes) : null;
    }
}
