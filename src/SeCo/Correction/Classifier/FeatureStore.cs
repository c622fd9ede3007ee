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
    public static FeatureStore Load(IReadOnlyList<string> files, int rows, string scratch)
    {
        int length = files.Count == 0 ? 0 : (int)NpyFile.Read(files[0]).Shape[^1];
        if ((long)rows * length * sizeof(float) <= MemoryLimit)
        {
            float[] memory = new float[(long)rows * length];
            int filled = 0;
            foreach (string file in files)
            {
                float[] features = Read(file, length);
                features.CopyTo(memory, filled);
                filled += features.Length;
            }

            return new FeatureStore(length, memory, null);
        }

        AtomicFile.Write(scratch, stream =>
        {
            foreach (string file in files)
            {
                stream.Write(MemoryMarshal.AsBytes(Read(file, length).AsSpan()));
            }
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

    private static float[] Read(string path, int length)
    {
        TensorData array = NpyFile.Read(path);
        return array.Shape.Length == 2 && array.Shape[1] == length
            ? array.ToSingles()
            : throw new IOException(
                $"{path}: has the shape [{string.Join(", ", array.Shape)}], expected [regions, {length}]. Delete it and run again.");
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
