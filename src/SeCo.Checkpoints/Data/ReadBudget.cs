using System.Globalization;

namespace SeCo;

/// <summary>How much memory and work one file may ask for: in proportion to its size, whatever it says of itself. Readers of foreign data ask before they
/// take memory, over the whole input.</summary>
/// <remarks>The one source is compiled into each library that reads files, as <see cref="AtomicFile"/> is. Memory: 256 bytes for each byte of the file, or
/// 128 MiB where that is more. Work, counted in bytes passed over: 4096 for each byte, or 2 GiB. The environment variable
/// <c>SECO_READ_LIMIT_MIB</c>, which stands for the 128, is the way out for files that are right.</remarks>
/// <param name="inputBytes">The size of the file.</param>
/// <param name="fault">Makes the exception of a text that does not name the file.</param>
internal sealed class ReadBudget(long inputBytes, Func<string, Exception> fault)
{
    /// <summary>The environment variable with the memory, in MiB, that any file may take, however small it is.</summary>
    public const string Variable = "SECO_READ_LIMIT_MIB";

    private const int UsualMebibytes = 128;
    private const int MostMebibytes = 1 << 24;
    private const int Growth = 256;
    private const int WorkGrowth = 1 << 12;
    private const int WorkOfMemory = 16;
    private readonly long _least = (Setting ?? UsualMebibytes) * (1L << 20);
    private long _held;
    private long _spent;

    /// <summary>The budget of a file, which need not be there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fault">Makes the exception; null for a <see cref="FormatException"/>, told with the item that it is of.</param>
    public static ReadBudget Of(string path, Func<string, Exception>? fault = null) =>
        new(File.Exists(path) ? new FileInfo(path).Length : 0, fault ?? (text => new FormatException(text)));

    /// <summary>What is wrong with the environment variable; null where it is not set or usable.</summary>
    public static string? SettingFault => Setting is null
        ? $"{Variable} is '{Environment.GetEnvironmentVariable(Variable)}', expected a whole number of MiB from 1 to {MostMebibytes}." : null;

    /// <summary>The most bytes that the file may become.</summary>
    public long Limit => Math.Max(_least, Math.Min(inputBytes, long.MaxValue / Growth) * Growth);

    // Null where it is no number.
    private static int? Setting => Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text ? UsualMebibytes
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int mebibytes) && mebibytes is >= 1 and <= MostMebibytes ? mebibytes : null;

    /// <summary>Memory that is needed for a moment; what needs it begins the message.</summary>
    public void Fit(long bytes, string what)
    {
        if (bytes > Limit || bytes < 0)
        {
            throw Over(bytes, Limit, "bytes of memory", what, 1);
        }
    }

    /// <summary>Memory that stays taken until the file is read: all of it together must fit.</summary>
    /// <inheritdoc cref="Fit"/>
    public void Hold(long bytes, string what) => Fit(_held = bytes < 0 || bytes > long.MaxValue - _held ? -1 : _held + bytes, what);

    /// <summary>Work, in bytes passed over: that of the whole file together must not be too much.</summary>
    /// <inheritdoc cref="Fit"/>
    public void Spend(long bytes, string what)
    {
        _spent = bytes < 0 || bytes > long.MaxValue - _spent ? long.MaxValue : _spent + bytes;
        long limit = Math.Max(_least * WorkOfMemory, Math.Min(inputBytes, long.MaxValue / WorkGrowth) * WorkGrowth);
        if (_spent > limit)
        {
            throw Over(_spent, limit, "bytes to go over", what, WorkOfMemory);
        }
    }

    private Exception Over(long bytes, long limit, string unit, string what, int share) => fault(
        $"{what}: {(bytes < 0 ? "too many" : bytes)} {unit}, but a file of {inputBytes} bytes may ask for {limit}. If the file is right, allow more with the "
            + $"environment variable {Variable}={(bytes < 0 ? MostMebibytes : (bytes / share / (1 << 20)) + 1)}");
}
