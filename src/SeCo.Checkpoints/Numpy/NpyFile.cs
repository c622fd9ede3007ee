namespace SeCo.Checkpoints;

/// <summary>NumPy's array files (.npy), versions 1 to 3; numbers only, never pickled objects.</summary>
/// <remarks>Fortran order is turned into C order on reading. Source of the format: NumPy enhancement proposal 1 and <c>numpy.lib.format</c>.</remarks>
public static class NpyFile
{
    private const int Alignment = 64;

    /// <summary>Reads an array.</summary>
    /// <exception cref="CheckpointException">Not a NumPy file, damaged, cut short,
    /// or of a type that is not read (big-endian, records, objects, complex).</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TensorData Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads an array from a stream that can seek; it is left behind the array's last value.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="CheckpointException">As for <see cref="Read(string)"/>.</exception>
    public static TensorData Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NpyHeader header = NpyHeader.Read(stream, name);
        if (header.ByteCount > Array.MaxLength)
        {
            throw new CheckpointException($"{name}: the array has {header.ByteCount} bytes, expected at most {Array.MaxLength}. Save it in parts.");
        }

        byte[] data = new byte[header.ByteCount];
        stream.ReadExactly(data);
        bool isColumnMajor = header.IsFortranOrder && header.Shape.Length > 1;
        return new TensorData(header.Type, [.. header.Shape], isColumnMajor ? ToCOrder(data, header.Shape, header.Type.ElementSize()) : data);
    }

    /// <summary>Writes an array; an older file is replaced only when the new one is whole.</summary>
    /// <param name="path">The file; its folder is made where there is none.</param>
    /// <param name="values">The values in C order.</param>
    /// <param name="shape">The length of each axis.</param>
    public static void Write<T>(string path, ReadOnlyMemory<T> values, params int[] shape)
        where T : unmanaged =>
        AtomicFile.Write(path, stream => Write(stream, values.Span, shape));

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
        string type =
            DTypes.Find<T>()?.Numpy ?? throw new ArgumentException($"NumPy files hold {DTypes.NumpyNames}, not {typeof(T).Name}.", nameof(values));
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
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int start = NpyHeader.Magic.Length + 4;
        int padded = ((start + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - start;
        Span<byte> frame = stackalloc byte[start];
        NpyHeader.Magic.CopyTo(frame);
        (frame[6], frame[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[8..], checked((ushort)padded));
        stream.Write(frame);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + '\n'));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reorders values so that the last axis is innermost, where the first one was.</summary>
    private static byte[] ToCOrder(byte[] data, int[] shape, int size)
    {
        byte[] result = new byte[data.Length];
        long[] lengths = Array.ConvertAll(shape, length => (long)length);
        long[] strides = ElementLayout.Strides([.. lengths.Reverse()]);
        ElementLayout.CopyStrided(data, lengths, [.. strides.Reverse()], size, result);
        return result;
    }
}
