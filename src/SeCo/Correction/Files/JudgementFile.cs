using System.Buffers.Binary;
using SeCo.Correction.Noise;
using SeCo.Storage;

namespace SeCo.Correction.Files;

/// <summary>Keeps what a trained classifier said, so that a run that is killed later need not train it again.</summary>
/// <param name="path">The file: nine bytes a region (loss, probability, class), little-endian.</param>
internal sealed class JudgementFile(string path)
{
    private const int Size = 9;

    /// <summary>Reads the file; null where it is missing or has another number of regions.</summary>
    public RegionJudgement[]? TryRead(int count)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != (long)count * Size)
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(path);
        RegionJudgement[] judgements = new RegionJudgement[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> one = bytes.AsSpan(i * Size, Size);
            judgements[i] = new RegionJudgement(BinaryPrimitives.ReadSingleLittleEndian(one), one[8], BinaryPrimitives.ReadSingleLittleEndian(one[4..]));
        }

        return judgements;
    }

    /// <summary>Writes the file.</summary>
    /// <returns>The judgements themselves.</returns>
    public RegionJudgement[] Write(RegionJudgement[] judgements)
    {
        byte[] bytes = new byte[judgements.Length * Size];
        for (int i = 0; i < judgements.Length; i++)
        {
            Span<byte> one = bytes.AsSpan(i * Size, Size);
            BinaryPrimitives.WriteSingleLittleEndian(one, judgements[i].Loss);
            BinaryPrimitives.WriteSingleLittleEndian(one[4..], judgements[i].Probability);
            one[8] = judgements[i].Predicted;
        }

        AtomicFile.WriteAllBytes(path, bytes);
        return judgements;
    }
}
