using System.Buffers.Binary;
using SeCo.Checkpoints.Pickling;

namespace SeCo.Checkpoints;

/// <summary>Single NumPy numbers in a PyTorch file, such as the best score so far beside the weights: <c>scalar(dtype('f8'), bytes)</c>. Source: what NumPy 1
/// and 2 write.</summary>
internal static class NumpyScalars
{
    private const int MaxBytes = 8;

    /// <summary>The names that such a number needs. What <c>_codecs.encode</c> gives is bytes, no more of them than a number has.</summary>
    public static IReadOnlyList<PickleGlobal> Globals { get; } =
    [
        new("numpy.dtype", PickleGlobalKind.NumberType),
        new("numpy.core.multiarray.scalar", PickleGlobalKind.Number),
        new("numpy._core.multiarray.scalar", PickleGlobalKind.Number),
        new("_codecs.encode", PickleGlobalKind.Bytes),
    ];

    /// <summary>Builds a type, bytes or a number; null where the arguments are of other kinds.</summary>
    public static object? Call(PickleGlobalKind kind, PickleTuple arguments) => kind switch
    {
        PickleGlobalKind.NumberType when arguments is { Count: >= 1 and <= 3 } && arguments[0] is string code && Read(code, new byte[MaxBytes]) is not null =>
            new NumberType(code),
        PickleGlobalKind.Bytes when arguments is [string { Length: <= MaxBytes } text, "latin1"] && text.All(c => c < 256) =>
            text.Select(c => (byte)c).ToArray(),
        PickleGlobalKind.Number when arguments is [NumberType type, byte[] { Length: <= MaxBytes } bytes] && bytes.Length == type.Code[1] - '0' =>
            Read(type.Code, bytes),
        _ => null,
    };

    /// <summary>True for the state of a type in this machine's order of bytes: <c>(version, '&lt;' or '|', …)</c>.</summary>
    public static bool IsState(object? value, object? state) =>
        value is NumberType && state is PickleTuple { Count: > 1 } items && items[1] is ("<" or "|" or "=");

    /// <summary>The number that bytes are; null for a type that is not known.</summary>
    private static object? Read(string code, ReadOnlySpan<byte> bytes) => code switch
    {
        "f8" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "f4" => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "i4" => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "i2" => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "i1" => (long)(sbyte)bytes[0],
        "u4" => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "u2" => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "u1" => (long)bytes[0],
        "b1" => bytes[0] != 0,
        _ => null,
    };

    /// <summary>A type of numbers, as NumPy's code has it: a letter and the number of bytes.</summary>
    private sealed record NumberType(string Code);
}
