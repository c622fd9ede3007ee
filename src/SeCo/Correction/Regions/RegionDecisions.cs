using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace SeCo.Correction.Regions;

/// <summary>What was decided about the regions of all images, for the processes that write their labels, with what they need to judge pixels.</summary>
/// <remarks>A file: format, number of images, range of the scores, doubts in classes, place of each image's first region, and then 37 bytes a region, so that
/// an image's regions are read without those of the others.</remarks>
internal sealed class RegionDecisions : IDisposable
{
    private const string Format = "seco.decisions/1";
    private readonly Func<int, IReadOnlyList<RegionRow>> _rows;
    private readonly SafeFileHandle? _file;

    private RegionDecisions(Func<int, IReadOnlyList<RegionRow>> rows, double[] scores, double[]? doubts, SafeFileHandle? file = null) =>
        (_rows, Scores, Doubts, _file) = (rows, scores, doubts, file);

    /// <summary>The least and the greatest score.</summary>
    public double[] Scores { get; }

    /// <summary>The model's doubts in classes; null where pixels go with their regions.</summary>
    public double[]? Doubts { get; }

    /// <summary>The regions of an image, in the order of its file.</summary>
    public IReadOnlyList<RegionRow> Of(int image) => _rows(image);

    /// <summary>The decisions in memory.</summary>
    public static RegionDecisions From(RegionTable table, double[] scores, double[]? doubts) =>
        new(table.Of, doubts is null ? [0, 0] : [scores.Min(), scores.Max()], doubts);

    /// <summary>Writes them, of so many images.</summary>
    public void Save(string path, int images) => AtomicFile.Write(path, stream =>
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Format);
        writer.Write(images);
        Array.ForEach(Scores, writer.Write);
        writer.Write(Doubts?.Length ?? 0);
        Array.ForEach(Doubts ?? [], writer.Write);
        long first = 0;
        writer.Write(first);
        for (int image = 0; image < images; image++)
        {
            writer.Write(first += Of(image).Count);
        }

        for (int image = 0; image < images; image++)
        {
            Entry[] entries = [.. Of(image).Select(Entry.Of)];
            writer.Write(MemoryMarshal.AsBytes(entries.AsSpan()));
        }
    });

    /// <summary>Opens the decisions on so many images.</summary>
    /// <exception cref="DatasetException">There are none yet, or the file is damaged.</exception>
    public static RegionDecisions Open(string path, int images)
    {
        if (!File.Exists(path))
        {
            throw new DatasetException($"{path}: there is no such file: nothing has been decided yet. Run the part `regions` first, and merge it.");
        }

        try
        {
            using BinaryReader reader = new(File.OpenRead(path), Encoding.UTF8);
            long length = reader.BaseStream.Length;
            Require(reader.ReadString() == Format && reader.ReadInt32() == images, path);
            double[] scores = [reader.ReadDouble(), reader.ReadDouble()];
            int classes = reader.ReadInt32();
            Require(classes is >= 0 and <= LabelMap.Ignore && (long)images * sizeof(long) < length, path);
            double[] doubts = [.. Enumerable.Range(0, classes).Select(_ => reader.ReadDouble())];
            long[] first = new long[images + 1];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(first.AsSpan()));
            long start = reader.BaseStream.Position;
            Require(first[0] == 0 && first.Zip(first.Skip(1)).All(p => p.First <= p.Second && p.Second - p.First <= int.MaxValue)
                && start + (first[^1] * Unsafe.SizeOf<Entry>()) == length, path);
            SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new RegionDecisions(Rows, scores, classes == 0 ? null : doubts, handle);

            IReadOnlyList<RegionRow> Rows(int image)
            {
                Entry[] entries = new Entry[first[image + 1] - first[image]];
                Span<byte> bytes = MemoryMarshal.AsBytes(entries.AsSpan());
                for (int read = 0, more; read < bytes.Length; read += more)
                {
                    more = RandomAccess.Read(handle, bytes[read..], start + (first[image] * Unsafe.SizeOf<Entry>()) + read);
                    Require(more > 0, path);
                }

                return [.. entries.Select((entry, place) => entry.ToRow(image, place))];
            }
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or DatasetException)
        {
            throw new DatasetException($"{path}: is damaged. Delete it, and merge the part `regions` again.", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static void Require(bool good, string path)
    {
        if (!good)
        {
            throw new DatasetException($"{path}: is damaged.");
        }
    }

    /// <summary>A region in the file; what was not computed is not a number, a class that there is not is 255.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Entry
    {
        public byte Class, Verdict, Label, Predicted, HasPrediction;
        public double Loss, Score, Noise, PixelScore;

        public static Entry Of(RegionRow row) => new()
        {
            Class = row.Class,
            Verdict = (byte)row.Outcome.Verdict,
            Label = (byte)row.Outcome.Label!.Value,
            Predicted = (byte)(row.Outcome.PredictedId ?? 0),
            HasPrediction = (byte)(row.Outcome.PredictedId is null ? 0 : 1),
            Loss = row.Outcome.Loss ?? double.NaN,
            Score = row.Outcome.Score ?? double.NaN,
            Noise = row.Outcome.NoiseProbability ?? double.NaN,
            PixelScore = row.PixelScore,
        };

        public readonly RegionRow ToRow(int image, int place) => new(image, place, Class, 0, float.NaN)
        {
            Outcome = new RegionOutcome(
                Known(Loss), Known(Score), Known(Noise), HasPrediction == 0 ? null : Predicted, (RegionVerdict)Verdict, Label),
            PixelScore = PixelScore,
        };

        private static double? Known(double value) => double.IsNaN(value) ? null : value;
    }
}
