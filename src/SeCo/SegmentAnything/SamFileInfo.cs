using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SeCo.Models.Sam;

namespace SeCo.SegmentAnything;

/// <summary>What a file of weights of a segmenter is, told from its tensors; nothing is loaded.</summary>
/// <param name="Architecture">The kind and size of the model.</param>
/// <param name="Types">The types of its numbers.</param>
/// <param name="Tensors">Tensors in the file.</param>
/// <param name="Parameters">Numbers that the model uses.</param>
/// <param name="PassedOver">Numbers that it does without: those of SAM 2 for video.</param>
/// <param name="HasPublishedHash">True where the name holds the first digits of the file's SHA-256, as Meta's do; null where it holds none. A number without
/// a letter is taken for a date.</param>
public sealed partial record SamFileInfo(
    SamConfig Architecture, IReadOnlyList<DType> Types, int Tensors, long Parameters, long PassedOver, bool? HasPublishedHash)
{
    /// <summary>Looks at all names and shapes of a file, and at its hash where its name holds one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arch">The architecture, where it cannot be told from the tensors: as <see cref="SamModelFile.Arch"/>.</param>
    /// <exception cref="CheckpointException">The file is damaged, of no known kind, or incomplete.</exception>
    public static SamFileInfo Read(string path, string? arch = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Damage(path) is { } damage)
        {
            throw new CheckpointException(damage);
        }

        SamConfig config = new SamModelFile { Weights = path, Arch = arch }.Check();
        using ICheckpoint checkpoint = SamCheckpoint.Open(path);
        SamCheckpoint.RequireFit(checkpoint, config);
        ILookup<bool, TensorDescription> tensors = checkpoint.Names.ToLookup(n => SamCheckpoint.IsPassedOver(n, config), checkpoint.Describe);
        return new SamFileInfo(
            config, [.. tensors[false].Select(t => t.Type).Where(t => t.IsFloatingPoint()).Distinct()], checkpoint.Names.Count, Count(tensors[false]),
            Count(tensors[true]), Digits(path) is null ? null : true);

        static long Count(IEnumerable<TensorDescription> tensors) => tensors.Sum(t => t.Shape.Aggregate(1L, (a, b) => a * b));
    }

    /// <summary>For a file whose name holds the first digits of its SHA-256, as Meta's do: what to say where they are others; null where all is well, or
    /// the name holds none.</summary>
    internal static string? Damage(string path)
    {
        if (Digits(path) is not { } digits || !File.Exists(path))
        {
            return null;
        }

        using FileStream stream = File.OpenRead(path);
        string found = Convert.ToHexStringLower(SHA256.HashData(stream));
        return found.StartsWith(digits, StringComparison.Ordinal) ? null
            : $"{path}: the download is damaged or not complete: the SHA-256 of its {stream.Length} bytes begins with {found[..digits.Length]}, and that of "
                + $"the published file with {digits}, as the name says. Get it again.";
    }

    private static string? Digits(string path) => PublishedName().Match(Path.GetFileName(path)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^sam_vit_[bhl]_(?=[0-9]*[a-f])([0-9a-f]{6,64})\.pth$")]
    private static partial Regex PublishedName();
}
