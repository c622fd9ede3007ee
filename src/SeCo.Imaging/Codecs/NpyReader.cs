using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SeCo.Imaging.Codecs;

/// <summary>Reads a NumPy file piece by piece, for arrays that should never be in memory as a whole.</summary>
public sealed class NpyReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly int[] _shape;

    private NpyReader(FileStream stream, string path, NpyType type, int[] shape) => (_stream, _path, Type, _shape) = (stream, path, type, shape);

    /// <summary>The element type.</summary>
    public NpyType Type { get; }

    /// <summary>The length of each axis.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="ImageFormatException">Not a NumPy file, damaged, cut short, of a type that is not read, or in Fortran order.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyReader Open(string path)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            (NpyType type, bool fortran, int[] shape) = NpyHeader.Parse(NpyFile.ReadHeader(stream, path), path);
            if (fortran && shape.Length > 1)
            {
                throw new ImageFormatException($"{path}: the array is in Fortran order, expected C order. Save it through numpy.ascontiguousarray.");
            }

            UInt128 bytes = (UInt128)type.Size();
            foreach (int length in shape)
            {
                bytes = UInt128.Min(bytes, ulong.MaxValue) * (UInt128)length;
            }

            long left = stream.Length - stream.Position;
            if (bytes > (UInt128)left)
            {
                throw new ImageFormatException($"{path}: shape ({string.Join(", ", shape)}) of {type.Name()} needs {bytes} bytes, but {left} are left. The file is cut short.");
            }

            return new NpyReader(stream, path, type, shape);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next values as shares: floats as they are, bytes divided by 255.</summary>
    /// <param name="values">Takes the values, in C order.</param>
    /// <param name="raw">Where given, is told the bytes as stored.</param>
    /// <exception cref="ImageFormatException">The array holds something else than <c>&lt;f4</c>, <c>&lt;f2</c> or <c>|u1</c>, or ends.</exception>
    public void ReadShares(Span<float> values, Action<ReadOnlySpan<byte>>? raw = null)
    {
        if (Type == NpyType.F4)
        {
            Read(MemoryMarshal.AsBytes(values), raw);
            return;
        }

        if (Type is not (NpyType.F2 or NpyType.U1))
        {
            throw new ImageFormatException($"{_path}: elements of type {Type.Name()}, expected <f4, <f2 or |u1 (probability times 255). Save the array with astype(numpy.float32).");
        }

        byte[] stored = ArrayPool<byte>.Shared.Rent(values.Length * Type.Size());
        try
        {
            Span<byte> bytes = stored.AsSpan(0, values.Length * Type.Size());
            Read(bytes, raw);
            if (Type == NpyType.F2)
            {
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                return;
            }

            TensorPrimitives.ConvertChecked<byte, float>(bytes, values);
            TensorPrimitives.Divide(values, byte.MaxValue, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Read(Span<byte> bytes, Action<ReadOnlySpan<byte>>? raw)
    {
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new ImageFormatException($"{_path}: the file is cut short.");
        }

        raw?.Invoke(bytes);
    }
}
