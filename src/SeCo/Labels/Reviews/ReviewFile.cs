using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Storage;

namespace SeCo.Labels;

/// <summary>What a person said about one image, as JSON: a list of objects with <c>segmentation</c>, <c>bbox</c>, <c>area</c>, <c>answer</c>, <c>label</c> and, of whole regions, <c>asked</c>.</summary>
/// <remarks><c>answer</c> is <c>confirmed</c>, <c>relabelled</c>, <c>rejected</c> or <c>drawn</c>. The files of many images lie in one folder, each under its image's name.</remarks>
public static class ReviewFile
{
    private static readonly (ReviewAnswer Value, string Word)[] Words =
    [
        (ReviewAnswer.Confirmed, "confirmed"), (ReviewAnswer.Relabelled, "relabelled"), (ReviewAnswer.Rejected, "rejected"), (ReviewAnswer.Drawn, "drawn"),
    ];

    /// <summary>The file of an image.</summary>
    /// <param name="folder">The folder of the reviews.</param>
    /// <param name="name">The image's name.</param>
    public static string PathOf(string folder, string name) => Path.Combine(folder, name + ".json");

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reviews">The reviews, in order.</param>
    public static void Write(string path, IEnumerable<RegionReview> reviews)
    {
        ArgumentNullException.ThrowIfNull(reviews);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
            writer.WriteStartArray();
            foreach (RegionReview review in reviews)
            {
                WriteReview(writer, review);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The class set whose ids may occur, beside 255.</param>
    /// <param name="size">The width and height that every mask must have; null to take those of the first one.</param>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, review, what was found and what is expected.</exception>
    public static IReadOnlyList<RegionReview> Read(string path, ClassSet classes, (int Width, int Height)? size = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        (int Width, int Height)? expected = size;
        return [.. new JsonObjectList(path, "review").Read((ref Utf8JsonReader reader) =>
        {
            RegionReview review = ReadReview(ref reader);
            (int Width, int Height) found = (review.Mask.Width, review.Mask.Height);
            expected ??= found;
            Expect(found == expected, $"the mask is {found.Width} x {found.Height} pixels, expected {expected.Value.Width} x {expected.Value.Height}; is it another image's?");
            Expect(classes.Allows(review.Label), $"label is {review.Label}, but class set '{classes.Name}' has 0 to {classes.Count - 1} and 255");
            Expect((review.Label == LabelMap.Ignore) == (review.Answer == ReviewAnswer.Rejected) || review.Answer == ReviewAnswer.Drawn,
                $"answer '{WordOf(review.Answer)}' does not go with label {review.Label}");
            return review;
        })];
    }

    /// <summary>A hash of what the reviews of some images say; where they lie changes nothing.</summary>
    /// <param name="folder">The folder of the reviews.</param>
    /// <param name="names">The images, in their order.</param>
    public static string FingerprintOf(string folder, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Fingerprint fingerprint = new();
        foreach (string name in names)
        {
            string path = PathOf(folder, name);
            if (File.Exists(path))
            {
                fingerprint.Add(name).Add(Fingerprint.OfFile(path));
            }
        }

        return fingerprint.ToString();
    }

    private static void WriteReview(Utf8JsonWriter writer, RegionReview review)
    {
        Box box = review.Mask.Bounds;
        writer.WriteStartObject();
        RegionFile.WriteMask(writer, review.Mask);
        writer.WriteStartArray("bbox");
        foreach (int value in (ReadOnlySpan<int>)[box.X0, box.Y0, box.Width, box.Height])
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
        writer.WriteNumber("area", review.Mask.Area);
        writer.WriteString("answer", WordOf(review.Answer));
        writer.WriteNumber("label", review.Label);
        if (review.Asked is { } asked)
        {
            writer.WriteNumber("asked", asked);
        }

        writer.WriteEndObject();
    }

    private static RegionReview ReadReview(ref Utf8JsonReader reader)
    {
        RunLengthMask? mask = null;
        ReviewAnswer? answer = null;
        int? label = null, asked = null;
        while (RegionJson.NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "segmentation": mask = RegionJson.Mask(ref reader, name); break;
                case "answer": answer = AnswerOf(RegionJson.Text(ref reader, name)); break;
                case "label": label = RegionJson.Integer(ref reader, name); break;
                case "asked": asked = RegionJson.Integer(ref reader, name); break;
                default: reader.Skip(); break;
            }
        }

        Expect(label is >= 0 and <= LabelMap.Ignore, $"label is {label?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}, expected a class id, or 255");
        return new RegionReview(
            mask ?? throw new FormatException("no segmentation"), answer ?? throw new FormatException("no answer"), (byte)label!.Value) { Asked = asked };
    }

    private static string WordOf(ReviewAnswer value) => Array.Find(Words, pair => pair.Value == value).Word;

    private static ReviewAnswer AnswerOf(string? word)
    {
        int at = Array.FindIndex(Words, pair => pair.Word == word);
        return at >= 0 ? Words[at].Value : throw new FormatException($"answer '{word}', expected one of {string.Join(", ", Words.Select(pair => pair.Word))}");
    }

    private static void Expect(bool condition, string fault)
    {
        if (!condition)
        {
            throw new FormatException(fault);
        }
    }
}
