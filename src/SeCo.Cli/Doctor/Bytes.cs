namespace SeCo.Cli.Doctor;

/// <summary>Amounts of memory in words.</summary>
internal static class Bytes
{
    private const double Gibi = 1L << 30;

    /// <summary>As <c>15.3 GiB</c>.</summary>
    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibi:0.0} GiB");
}
