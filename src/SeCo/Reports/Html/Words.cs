namespace SeCo.Reports;

/// <summary>Numbers as the report writes them.</summary>
internal static class Words
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Nothing = "–";

    /// <summary>A share in per cent with one decimal.</summary>
    public static string Percent(double? share, int decimals = 1) =>
        share is double value && double.IsFinite(value) ? (100 * value).ToString($"F{decimals}", CultureInfo.InvariantCulture) : Nothing;

    /// <summary>A number of things, with thin blanks between thousands.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A number with some decimals.</summary>
    public static string Real(double? number, int decimals = 3) =>
        number is double value && double.IsFinite(value) ? value.ToString($"F{decimals}", CultureInfo.InvariantCulture) : Nothing;

    /// <summary>One thing or several.</summary>
    public static string Of(long number, string one, string several) => $"{Count(number)} {(number == 1 ? one : several)}";

    /// <summary>A size in kB or MB.</summary>
    public static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 999) / 1000} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB");

    /// <summary>A time span in words.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min")
        : time.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalSeconds} s");

    /// <summary>A coordinate of a drawing.</summary>
    public static string At(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
