using System.IO.Hashing;
using SeCo.Evaluation;

namespace SeCo.Pipeline.Stages;

/// <summary>What an evaluation counts: of each layer of labels, of regions, and of thresholds on confidence. Whole numbers, so that the counts of shards
/// add up to those of all images, exactly.</summary>
internal sealed class EvaluationCounts(ClassSet classes, IReadOnlyList<string> layers, bool thresholds)
{
    private const string Format = "seco.evaluation-counts/1";
    private readonly LayerSum[] _layers = [.. layers.Select(_ => new LayerSum(classes.Count))];

    public RegionCount Regions { get; } = new();

    /// <summary>Null where not all images have confidences.</summary>
    public EqualCoverageComparison? Thresholding { get; } = thresholds ? new EqualCoverageComparison(classes) : null;

    /// <summary>Adds what was counted against the truth, of a layer.</summary>
    public void Add(string layer, int images, ConfusionMatrix confusion)
    {
        LayerSum sum = _layers[layers.ToList().IndexOf(layer)];
        sum.Images += images;
        sum.Confusion.Add(confusion);
    }

    /// <summary>The measures of a layer.</summary>
    public EvaluationReport Of(string layer)
    {
        LayerSum sum = _layers[layers.ToList().IndexOf(layer)];
        return new EvaluationReport(classes.Name, sum.Images, SegmentationScores.From(sum.Confusion, classes));
    }

    /// <summary>Writes the counts.</summary>
    public void Save(string path)
    {
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Head);
            foreach (LayerSum layer in _layers)
            {
                writer.Write(layer.Images);
                writer.Write(MemoryMarshal.AsBytes(layer.Confusion.Counts));
            }

            Regions.Write(writer);
            Thresholding?.Write(writer);
            writer.Flush();
            writer.Write(XxHash3.HashToUInt64(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        }

        AtomicFile.WriteAllBytes(path, memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <summary>Adds the counts of a file.</summary>
    /// <exception cref="DatasetException">It is missing, damaged, or of other layers or classes.</exception>
    public void Add(string path)
    {
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : throw new DatasetException($"{path}: there is no such file. Run this shard first.");
        int length = bytes.Length - sizeof(ulong);
        try
        {
            using BinaryReader reader = new(new MemoryStream(bytes, 0, Math.Max(0, length)), Encoding.UTF8);
            if (length < 0 || XxHash3.HashToUInt64(bytes.AsSpan(0, length)) != BitConverter.ToUInt64(bytes, length) || reader.ReadString() != Head)
            {
                throw new FormatException("it is damaged, or counts other stages or classes");
            }

            foreach (LayerSum layer in _layers)
            {
                layer.Images += reader.ReadInt32();
                long[] counts = new long[layer.Confusion.Counts.Length];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan()));
                layer.Confusion.Add(counts);
            }

            Regions.Add(reader);
            Thresholding?.Add(reader);
        }
        catch (Exception damaged) when (damaged is FormatException or EndOfStreamException)
        {
            throw new DatasetException($"{path}: cannot be used: {damaged.Message}. Delete it and run the shard again.", damaged);
        }
    }

    private string Head => $"{Format} {classes.Name} {classes.Count} {string.Join(' ', layers)} {Thresholding is not null}";

    private sealed class LayerSum(int classes)
    {
        public int Images { get; set; }

        public ConfusionMatrix Confusion { get; } = new(classes);
    }
}
