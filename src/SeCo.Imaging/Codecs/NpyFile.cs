using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SeCo.Imaging.Codecs;

/// <summary>NumPy's array files (.npy), versions 1 to 3; numbers only, never pickled objects.</summary>
/// <remarks>Fortran order is turned into C order on reading. Source of the format: NumPy enhancement proposal 1 and <c>numpy.lib.format</c>.</remarks>
public static class NpyFile
{
    private const int MaxHeader = 1 << 16;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <exception cref="ImageFormatException">Not a NumPy file, damaged, cut short, or of a type that is not read (big-endian, records, objects, complex).</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads an array from a stream, which is left behind the array's last value.</summary>
    /// <param name="stream">The file. Where it cannot seek, it is copied to memory first.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string)"/>.</exception>
    public static NpyArray Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            copy.Position = 0;
            return Read(copy, name);
        }

        (NpyType type, bool fortran, int[] shape) = NpyHeader.Parse(ReadHeader(stream, name), name);
        byte[] data = ReadData(stream, type, shape, name);
        return new NpyArray(type, shape, fortran && shape.Length > 1 ? ToCOrder(data, shape, type.Size()) : data);
    }

    /// <summary>Writes an array; an older file is replaced only when the new one is whole.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="values">The values in C order.</param>
    /// <param name="shape">The length of each axis.</param>
    public static void Write<T>(string path, ReadOnlyMemory<T> values, params int[] shape)
        where T : unmanaged =>
        WholeFile.Write(path, stream => Write(stream, values.Span, shape));

    /// <summary>Writes an array, version 1, as <c>numpy.save</c> does.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, ushort, short, int, long or bool.</typeparam>
    /// <param name="stream">Where to write.</param>
    /// <param name="values">The values in C order.</param>
    /// <param name="shape">The length of each axis.</param>
    /// <exception cref="ArgumentException">Another type, or a shape that does not hold as many values.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        NpyType type = NpyTypes.Of<T>() ?? throw new ArgumentException($"NumPy files hold {NpyTypes.Names}, not {typeof(T).Name}.", nameof(values));
        long count = 1;
        StringBuilder axes = new();
        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = checked(count * length);
            axes.Append(axes.Length == 0 ? "" : " ").Append(length).Append(',');
        }

        if (count != values.Length)
        {
            throw new ArgumentException($"The shape ({axes}) holds {count} values, found {values.Length}.", nameof(shape));
        }

        string tuple = shape.Length == 1 ? axes.ToString() : axes.ToString().TrimEnd(',');
        string header = $"{{'descr': '{type.Name()}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int start = Magic.Length + 4;
        int padded = ((start + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - start;
        Span<byte> frame = stackalloc byte[start];
        Magic.CopyTo(frame);
        (frame[6], frame[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[8..], checked((ushort)padded));
        stream.Write(frame);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + '\n'));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    internal static string ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[12];
        Span<byte> magic = start[..8];
        if (stream.ReadAtLeast(magic, 8, throwOnEndOfStream: false) < 8 || !magic.StartsWith(Magic))
        {
            throw new ImageFormatException($"{name}: does not begin as a NumPy file does. Save the array with numpy.save (not savez, not pickle).");
        }

        (int major, int minor) = (magic[6], magic[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new ImageFormatException($"{name}: NumPy format version {major}.{minor}, expected 1.0, 2.0 or 3.0.");
        }

        Span<byte> size = start[8..(major == 1 ? 10 : 12)];
        uint length = stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length ? 0
            : major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size)
            : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxHeader || length > stream.Length - stream.Position || length == 0)
        {
            throw new ImageFormatException($"{name}: the NumPy header has {length} bytes, expected 1 to {MaxHeader}, and no more than the file. The file is damaged.");
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }

    private static byte[] ReadData(Stream stream, NpyType type, int[] shape, string name)
    {
        UInt128 bytes = (UInt128)type.Size();
        foreach (int length in shape)
        {
            // 32 axes of 2^31 would pass 2^128; nothing beyond an array's limit needs to be told apart.
            bytes = UInt128.Min(bytes, ulong.MaxValue) * (UInt128)length;
        }

        long left = stream.Length - stream.Position;
        if (bytes > (UInt128)left || bytes > (UInt128)Array.MaxLength)
        {
            throw new ImageFormatException(
                $"{name}: shape ({string.Join(", ", shape)}) of {type.Name()} needs {bytes} bytes, but {left} are left (the most that is read is {Array.MaxLength}). "
                + "The file is cut short, or must be saved in parts.");
        }

        byte[] data = new byte[(int)bytes];
        stream.ReadExactly(data);
        return data;
    }

    /// <summary>Reorders values so that the last axis is innermost, where the first one was.</summary>
    private static byte[] ToCOrder(byte[] data, int[] shape, int size)
    {
        byte[] result = new byte[data.Length];
        int[] index = new int[shape.Length];
        int[] strides = new int[shape.Length];
        int stride = size;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        int source = 0;
        for (int target = 0; target < data.Length; target += size)
        {
            data.AsSpan(source, size).CopyTo(result.AsSpan(target));
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                source -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
