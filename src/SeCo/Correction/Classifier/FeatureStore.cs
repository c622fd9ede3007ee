using Microsoft.Win32.SafeHandles;

namespace SeCo.Correction.Classifier;

/// <summary>The features of all regions of a run, <c>[N, D]</c>: in memory where they are few, else in one file that is read row by row.</summary>
internal sealed class FeatureStore : IDisposable
{
    private const long MemoryLimit = 256L << 20;
    private readonly float[]? _memory;
    private readonly SafeFileHandle? _file;

    private FeatureStore(int length, float[]? memory, SafeFileHandle? file) => (Length, _memory, _file) = (length, memory, file);

    public int Length { get; }

    /// <summary>Puts the feature files of all images, <c>[R, D]</c> each, together in their order: N rows. A scratch file, should one be needed, is removed
    /// when disposed.</summary>
    /// <exception cref="IOException">A file has another number of features than the first, or they have not N rows.</exception>
    public static FeatureStore Load(IReadOnlyList<string> files, int rows, string scratch, long inMemory = MemoryLimit)
    {
        int length = files.Count > 0 && NpyFile.Read(files[0]).Shape is [.., long last] ? (int)last : 0;
        int left = rows;
        if ((long)rows * length * sizeof(float) <= inMemory)
        {
            float[] memory = new float[(long)rows * length];
            foreach (string file in files)
            {
                int row = rows - left;
                Read(file, length, ref left).CopyTo(memory, row * length);
            }

            RequireAll(files, left, rows);
            return new FeatureStore(length, memory, null);
        }

        AtomicFile.Write(scratch, stream =>
        {
            foreach (string file in files)
            {
                stream.Write(MemoryMarshal.AsBytes(Read(file, length, ref left).AsSpan()));
            }

            RequireAll(files, left, rows);
        });
        return new FeatureStore(length, null, File.OpenHandle(scratch, options: FileOptions.RandomAccess | FileOptions.DeleteOnClose));
    }

    public void Read(int row, Span<float> destination)
    {
        if (_memory is not null)
        {
            _memory.AsSpan(row * Length, Length).CopyTo(destination);
            return;
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(destination[..Length]);
        long offset = (long)row * bytes.Length;
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file!, bytes, offset);
            if (read == 0)
            {
                throw new IOException("The file of region features has become shorter while it was in use.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    public void Dispose() => _file?.Dispose();

    private static float[] Read(string path, int length, ref int left)
    {
        TensorData array = NpyFile.Read(path);
        bool fits = array.Shape is [long rows, long columns] && rows <= left && columns == length;
        left -= fits ? (int)array.Shape[0] : 0;
        return fits ? array.ToSingles() : throw new IOException(
            $"{path}: has the shape [{string.Join(", ", array.Shape)}], expected [regions, {length}], and at most {left} regions. Delete it and run again.");
    }

    private static void RequireAll(IReadOnlyList<string> files, int left, int rows)
    {
        if (left > 0)
        {
            throw new IOException($"{files[^1]}: the files up to this one describe {rows - left} regions, expected {rows}. Delete them and run again.");
        }
    }
}

/// <summary>Mean and deviation of each feature, so that all features weigh alike at the start of training.</summary>
internal sealed class FeatureScale
{
    private const float Limit = 8;
    private readonly float[] _mean;
    private readonly float[] _inverse;

    public FeatureScale(FeatureStore store, ReadOnlySpan<int> rows)
    {
        double[] sum = new double[store.Length], squares = new double[store.Length], wide = new double[store.Length];
        float[] row = new float[store.Length];
        foreach (int index in rows)
        {
            store.Read(index, row);
            TensorPrimitives.ConvertChecked<float, double>(row, wide);
            TensorPrimitives.Add(sum, wide, sum);
            TensorPrimitives.MultiplyAdd(wide, wide, squares, squares);
        }

        int count = Math.Max(1, rows.Length);
        _mean = Array.ConvertAll(sum, s => (float)(s / count));
        _inverse = [.. sum.Zip(squares, (s, q) => Math.Sqrt(Math.Max(0, (q / count) - (s / count * (s / count))))).Select(d => d > 1e-6 ? (float)(1 / d) : 0)];
    }

    /// <summary>Scales one row; values far out are cut so that one odd region cannot pull a small class.</summary>
    public void Apply(Span<float> row)
    {
        TensorPrimitives.Subtract(row, _mean, row);
        TensorPrimitives.Multiply(row, _inverse, row);
        TensorPrimitives.Max(row, -Limit, row);
        TensorPrimitives.Min(row, Limit, row);
    }
}
