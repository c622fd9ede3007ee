using System.Runtime.CompilerServices;
using SeCo.Correction.Noise;

namespace SeCo.Correction.Files;

/// <summary>Keeps what a trained classifier said, so that a run that is killed later need not train it again.</summary>
internal static class JudgementFile
{
    /// <summary>Reads a file; null where it is missing or has another number of regions.</summary>
    public static RegionJudgement[]? TryRead(string path, int count)
    {
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return bytes.Length == (long)count * Unsafe.SizeOf<Entry>()
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, Entry>(bytes).ToArray(), e => new RegionJudgement(e.Loss, e.Predicted, e.Probability))
            : null;
    }

    /// <summary>Writes a file; returns the judgements themselves.</summary>
    public static RegionJudgement[] Write(string path, RegionJudgement[] judgements)
    {
        Entry[] entries = Array.ConvertAll(judgements, j => new Entry { Loss = j.Loss, Probability = j.Probability, Predicted = j.Predicted });
        AtomicFile.WriteAllBytes(path, MemoryMarshal.AsBytes(entries.AsSpan()).ToArray());
        return judgements;
    }

    /// <summary>A region in the file: nine bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Entry
    {
        public float Loss;
        public float Probability;
        public byte Predicted;
    }
}
