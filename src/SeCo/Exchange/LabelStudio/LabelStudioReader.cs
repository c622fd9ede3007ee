using System.Globalization;
using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Exchange;

/// <summary>Reads the annotations of Label Studio's export as JSON. Predictions and tasks that nobody has annotated are skipped.</summary>
/// <param name="path">The file.</param>
/// <param name="classes">The class set that the labels' names belong to.</param>
internal sealed class LabelStudioReader(string path, ClassSet classes)
{
    private readonly ClassNames _names = new(classes);

    /// <summary>
    /// The answers, one image at a time: of the annotations of a task that were not cancelled the one that is marked as ground truth,
    /// else the one that was changed last (without dates:
    /// the last one of the list); its shapes painted in their order.
    /// </summary>
    /// <param name="sizes">The sizes of images that are known; null where one is not.</param>
    /// <exception cref="DatasetException">The file is malformed: names file and task.</exception>
    public IEnumerable<AnsweredImage> Read(Func<string, (int Width, int Height)?> sizes) => new JsonObjectList(path, "task")
        .Read((ref Utf8JsonReader reader) => ReadTask(ref reader, sizes)).Where(task => task.Answer is not null).Select(task => task.Answer!);

    private Task ReadTask(ref Utf8JsonReader reader, Func<string, (int Width, int Height)?> sizes)
    {
        string? name = null;
        List<LabelStudioResult>? results = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "data": name = ReadName(ref reader); break;
                case "annotations": results = ReadAnnotations(ref reader); break;
                case "annotation_id": throw new FormatException(
                    "an item of the export \"JSON-MIN\", which does not say what kind of shape a result is, nor what was cancelled. Export as \"JSON\"");
                default: reader.Skip(); break;
            }
        }

        if (results is null)
        {
            return new Task(null);
        }

        name = ExchangeNames.Checked(
            name ?? throw new FormatException($"no data.{LabelStudioFile.NameField} and no data.{LabelStudioFile.ImageField}, so that the image is not known"),
            path);
        (int Width, int Height)? size = sizes(name) ?? (results.Count > 0 ? results[0].Size : null);
        return new Task(size is { } known ? new AnsweredImage(name, Paint(results, known)) : null);
    }

    private LabelMap Paint(List<LabelStudioResult> results, (int Width, int Height) size)
    {
        if ((long)size.Width * size.Height > RgbImageFile.MaxPixels)
        {
            throw new FormatException($"{size.Width} x {size.Height} pixels, expected at most {RgbImageFile.MaxPixels}");
        }

        LabelMap labels = new(size.Width, size.Height);
        foreach (LabelStudioResult result in results)
        {
            if (result.Size != size)
            {
                throw new FormatException(
                    $"a mask of {result.Size.Width} x {result.Size.Height} pixels, but the image has {size.Width} x {size.Height}. Give Label Studio the "
                        + "images in their own size");
            }

            byte label = _names.Of(result.Label);
            result.ToMask().Paint(labels, label);
        }

        return labels;
    }

    private static string? ReadName(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectObject(ref reader, "data");
        string? name = null, image = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case LabelStudioFile.NameField: name = RegionJson.Text(ref reader, field); break;
                case LabelStudioFile.ImageField: image = RegionJson.Text(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        return name ?? (image is null ? null : LabelStudioAddress.NameOf(image));
    }

    // Null where nobody has annotated the task.
    private static List<LabelStudioResult>? ReadAnnotations(ref Utf8JsonReader reader)
    {
        Annotation? best = null;
        RegionJson.ExpectList(ref reader, "annotations");
        while (NextItem(ref reader, "an annotation"))
        {
            Annotation annotation = ReadAnnotation(ref reader);
            best = annotation.IsCancelled || (best is not null && annotation.Rank.CompareTo(best.Rank) < 0) ? best : annotation;
        }

        return best?.Results;
    }

    private static Annotation ReadAnnotation(ref Utf8JsonReader reader)
    {
        Annotation annotation = new();
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "was_cancelled": annotation.IsCancelled = reader.TokenType == JsonTokenType.True; break;
                case "ground_truth": annotation.IsTruth = reader.TokenType == JsonTokenType.True; break;
                case "updated_at" when reader.TokenType == JsonTokenType.String:
                    DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out annotation.Changed);
                    break;
                case "result":
                    RegionJson.ExpectList(ref reader, field);
                    while (NextItem(ref reader, "a result"))
                    {
                        if (LabelStudioResult.Read(ref reader) is { } result)
                        {
                            annotation.Results.Add(result);
                        }
                    }

                    break;
                default: reader.Skip(); break;
            }
        }

        return annotation;
    }

    private static bool NextItem(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject
            || (reader.TokenType == JsonTokenType.EndArray ? false : throw new FormatException($"{what} must be an object"));
    }

    private sealed record Task(AnsweredImage? Answer);

    private sealed class Annotation
    {
        public readonly List<LabelStudioResult> Results = [];
        public bool IsCancelled;
        public bool IsTruth;
        public DateTimeOffset Changed;

        public (bool, DateTimeOffset) Rank => (IsTruth, Changed);
    }
}
