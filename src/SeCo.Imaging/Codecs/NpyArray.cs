using System.Runtime.InteropServices;

namespace SeCo.Imaging.Codecs;

/// <summary>An array read from a NumPy file: its shape, its type, and its values in C order (the last axis innermost).</summary>
public sealed class NpyArray
{
    private readonly byte[] _data;
    private readonly int[] _shape;

    internal NpyArray(NpyType type, int[] shape, byte[] data)
    {
        Type = type;
        _shape = shape;
        _data = data;
    }

    /// <summary>The element type.</summary>
    public NpyType Type { get; }

    /// <summary>The length of each axis; empty for a single number.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of values.</summary>
    public int Count => _data.Length / Type.Size();

    /// <summary>The values as stored, without a copy.</summary>
    /// <typeparam name="T">The .NET type of <see cref="Type"/>: float, double, Half, byte (also for booleans), sbyte, ushort, short, int or long.</typeparam>
    /// <exception cref="InvalidOperationException">The array holds another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (NpyTypes.Of<T>() is not NpyType asked || (asked != Type && (asked, Type) != (NpyType.U1, NpyType.B1)))
        {
            throw new InvalidOperationException($"The array holds {Type}, asked for {typeof(T).Name}. Use {nameof(ToSingles)} or {nameof(ToDoubles)} to convert.");
        }

        return MemoryMarshal.Cast<byte, T>(_data);
    }

    /// <summary>The values converted to 32-bit floats; booleans give 0 and 1.</summary>
    public float[] ToSingles() => Convert(static v => (float)v, static v => v);

    /// <summary>The values converted to 64-bit floats; booleans give 0 and 1.</summary>
    public double[] ToDoubles() => Convert(static v => v, static v => (double)v);

    private T[] Convert<T>(Func<double, T> fromDouble, Func<float, T> fromSingle)
    {
        return Type switch
        {
            NpyType.F4 => Map(MemoryMarshal.Cast<byte, float>(_data), fromSingle),
            NpyType.F8 => Map(MemoryMarshal.Cast<byte, double>(_data), fromDouble),
            NpyType.F2 => Map(MemoryMarshal.Cast<byte, Half>(_data), v => fromSingle((float)v)),
            NpyType.I1 => Map(MemoryMarshal.Cast<byte, sbyte>(_data), v => fromDouble(v)),
            NpyType.U2 => Map(MemoryMarshal.Cast<byte, ushort>(_data), v => fromDouble(v)),
            NpyType.I2 => Map(MemoryMarshal.Cast<byte, short>(_data), v => fromDouble(v)),
            NpyType.I4 => Map(MemoryMarshal.Cast<byte, int>(_data), v => fromDouble(v)),
            NpyType.I8 => Map(MemoryMarshal.Cast<byte, long>(_data), v => fromDouble(v)),
            _ => Map<byte, T>(_data, v => fromDouble(v)),
        };
    }

    private static TTo[] Map<TFrom, TTo>(ReadOnlySpan<TFrom> values, Func<TFrom, TTo> convert)
    {
        TTo[] result = new TTo[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = convert(values[i]);
        }

        return result;
    }
}
