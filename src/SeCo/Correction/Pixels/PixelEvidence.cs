using System.Buffers.Binary;
using System.IO.Hashing;

namespace SeCo.Correction.Pixels;

/// <summary>Carries a verdict from regions to pixels: a pixel's noise is its region's noise score plus its own doubt, and the same class-doubt rule then
/// keeps the cleanest share of all pixels. Borders that a mask got wrong fall out of good regions this way.</summary>
/// <remarks>Own doubt is -log(support + 0.02) times a weight, in the units of the region's score (log-evidence). One pass counts pixels by class and score in
/// 4,096 steps; the limit of a class is the score at which rank times doubt^exponent reaches the common limit. Memory does not grow with images.</remarks>
internal sealed class PixelEvidence
{
    private const int Steps = 4096;
    private const double Floor = 0.02;
    private readonly long[] _counts;
    private readonly int[] _limits;
    private readonly float[] _own;
    private readonly double _low;
    private readonly double _step;

    /// <summary>Starts counting, over the range of the scores of the judged regions; the weight says how much a pixel's own doubt counts.</summary>
    public PixelEvidence(int classes, double[] scores, double weight)
    {
        _counts = new long[classes * Steps];
        _limits = new int[classes];
        _own = [.. Enumerable.Range(0, ConfidenceMap.Scale + 1).Select(level => (float)(weight * -Math.Log(((double)level / ConfidenceMap.Scale) + Floor)))];
        _low = scores.Min() + _own[^1];
        _step = Math.Max(scores.Max() + _own[0] - _low, 1e-9) / (Steps - 1);
    }

    /// <summary>Counts the pixels of a region. Not safe for several threads at once.</summary>
    public void Add(RunLengthMask mask, byte label, double score, ConfidenceMap support)
    {
        ReadOnlySpan<ushort> levels = support.Pixels;
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                _counts[(label * Steps) + StepOf(score, levels[(row * support.Width) + x])]++;
            }
        }
    }

    /// <summary>Adds what another process counted over the same scores, and wrote with <see cref="Save"/>.</summary>
    /// <exception cref="DatasetException">The file is missing, or not as it was written.</exception>
    public void Add(string path)
    {
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (bytes.Length != (_counts.Length + 1) * sizeof(long)
            || XxHash3.HashToUInt64(bytes.AsSpan(sizeof(ulong))) != BinaryPrimitives.ReadUInt64LittleEndian(bytes))
        {
            throw new DatasetException($"{path}: {(bytes.Length == 0 ? "there is no such file. R" : "is damaged. Delete it, and r")}un this shard of the part "
                + "`pixels`, or its merge, again; or submit again.");
        }

        TensorPrimitives.Add(_counts, MemoryMarshal.Cast<byte, long>(bytes.AsSpan(sizeof(ulong))), _counts);
    }

    /// <summary>Writes the counts.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(_counts.AsSpan());
        stream.Write(BitConverter.GetBytes(XxHash3.HashToUInt64(bytes)));
        stream.Write(bytes);
    });

    /// <summary>Finds, after all regions, the last step that each class keeps: together a portion, in (0, 1], of all counted pixels.</summary>
    public void SetLimits(double[] doubts, double exponent, double portion)
    {
        List<(double Eta, int Class, int Step, long Pixels)> cells = [];
        long all = 0;
        for (int id = 0; id < _limits.Length; id++)
        {
            ReadOnlySpan<long> counts = _counts.AsSpan(id * Steps, Steps);
            long own = TensorPrimitives.Sum(counts), below = 0;
            double doubt = Math.Pow(Math.Clamp(doubts[id], 0, 1), exponent);
            for (int step = 0; step < Steps; step++)
            {
                if (counts[step] > 0)
                {
                    cells.Add(((below + (0.5 * counts[step])) / own * doubt, id, step, counts[step]));
                    below += counts[step];
                }
            }

            all += own;
        }

        Array.Fill(_limits, -1);
        double wanted = portion * all, kept = 0;
        foreach ((_, int id, int step, long pixels) in cells.OrderBy(cell => cell.Eta).ThenBy(cell => cell.Class).ThenBy(cell => cell.Step))
        {
            if (kept >= wanted)
            {
                break;
            }

            _limits[id] = step;
            kept += pixels;
        }
    }

    /// <summary>Writes the pixels of a region that are kept, and 255 for the others.</summary>
    public void Paint(LabelMap final, RunLengthMask mask, byte label, double score, ConfidenceMap support)
    {
        Span<byte> labels = final.Pixels;
        ReadOnlySpan<ushort> levels = support.Pixels;
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int i = (y * final.Width) + x, end = i + (length * final.Width); i < end; i += final.Width)
            {
                labels[i] = StepOf(score, levels[i]) <= _limits[label] ? label : LabelMap.Ignore;
            }
        }
    }

    private int StepOf(double score, ushort level) => Math.Clamp((int)((score + _own[level] - _low) / _step), 0, Steps - 1);
}
