using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace SeCo.Correction.Regions;

/// <summary>What was decided about the regions of all images, for the processes that write their labels, with what they need to judge pixels.</summary>
/// <remarks>A file: format, number of images, range of the scores, doubts in classes, for each image the end of its regions and their hash, a hash of all
/// this, and then 37 bytes a region: an image's regions are read and checked without those of the others.</remarks>
internal sealed class RegionDecisions : IDisposable
{
    private const string Format = "seco.decisions/2";
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
        using MemoryStream head = new();
        using BinaryWriter writer = new(head, Encoding.UTF8, leaveOpen: true);
        writer.Write(Format);
        writer.Write(images);
        Array.ForEach(Scores, writer.Write);
        writer.Write(Doubts?.Length ?? 0);
        Array.ForEach(Doubts ?? [], writer.Write);
        long end = 0;
        for (int image = 0; image < images; image++)
        {
            writer.Write(end += Of(image).Count);
            writer.Write(XxHash3.HashToUInt64(Bytes(image)));
        }

        writer.Write(XxHash3.HashToUInt64(head.GetBuffer().AsSpan(0, (int)head.Length)));
        head.WriteTo(stream);
        for (int image = 0; image < images; image++)
        {
            stream.Write(Bytes(image));
        }

        Span<byte> Bytes(int image) => MemoryMarshal.AsBytes(Of(image).Select(Entry.Of).ToArray().AsSpan());
    });

    /// <summary>Opens the decisions on so many images.</summary>
    /// <exception cref="DatasetException">There are none yet, or the file is damaged; as may be found when regions are read.</exception>
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
            Require(classes is >= 0 and <= LabelMap.Ignore && (long)images * 2 * sizeof(long) < length, path);
            double[] doubts = [.. Enumerable.Range(0, classes).Select(_ => reader.ReadDouble())];
            (long End, ulong Hash)[] ends = [.. Enumerable.Range(0, images).Select(_ => (reader.ReadInt64(), reader.ReadUInt64()))];
            long start = reader.BaseStream.Position + sizeof(ulong);
            byte[] head = new byte[start - sizeof(ulong)];
            ulong hash = reader.ReadUInt64();
            reader.BaseStream.Position = 0;
            reader.BaseStream.ReadExactly(head);
            Require(XxHash3.HashToUInt64(head) == hash && start + (ends.LastOrDefault().End * Unsafe.SizeOf<Entry>()) == length
                && ends.Prepend((0L, 0UL)).Zip(ends).All(e => e.First.Item1 <= e.Second.End && e.Second.End - e.First.Item1 <= int.MaxValue), path);
            SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new RegionDecisions(Rows, scores, classes == 0 ? null : doubts, handle);

            IReadOnlyList<RegionRow> Rows(int image)
            {
                long first = image == 0 ? 0 : ends[image - 1].End;
                Entry[] entries = new Entry[ends[image].End - first];
                Span<byte> bytes = MemoryMarshal.AsBytes(entries.AsSpan());
                for (int read = 0, more; read < bytes.Length; read += more)
                {
                    more = RandomAccess.Read(handle, bytes[read..], start + (first * Unsafe.SizeOf<Entry>()) + read);
                    Require(more > 0, path);
                }

                Require(XxHash3.HashToUInt64(bytes) == ends[image].Hash, path);
                return [.. entries.Select((entry, place) => entry.ToRow(image, place))];
            }
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or DatasetException)
        {
            throw new DatasetException(Damaged(path), fault);
        }
    }

    private static string Damaged(string path) => $"{path}: is damaged. Delete it, and merge the part `regions` again or submit again.";

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static void Require(bool good, string path)
    {
        if (!good)
        {
            throw new DatasetException(Damaged(path));
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
