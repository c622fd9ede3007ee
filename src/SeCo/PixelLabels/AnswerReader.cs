using System.IO.Hashing;

namespace SeCo.PixelLabels;

/// <summary>Reads what the model says about an image, and checks that it fits the image and the class set.</summary>
internal sealed class AnswerReader(ClassSet classes, PixelLabelSource source)
{
    /// <summary>Refuses a dataset that has no answer of the kind that is wanted, once, and before anything is made.</summary>
    /// <exception cref="DatasetException">It has none for any image.</exception>
    public static void RequireAny(IReadOnlyList<ImageEntry> entries, PixelLabelSource source)
    {
        (string What, string Key, bool Missing)[] needed = source switch
        {
            PixelLabelSource.Given => [("pixel labels", "pixel_labels", entries.All(e => e.PixelLabelPath is null))],
            PixelLabelSource.Confidence =>
                [("predicted labels", "labels", entries.All(e => e.PredictionPath is null)),
                ("confidences", "confidence", entries.All(e => e.ConfidencePath is null))],
            _ => [("probabilities", "probabilities", entries.All(e => e.ProbabilityPath is null))],
        };
        string[] faults = [.. needed.Where(n => n.Missing).Select(n => $"no {n.What}: give their folder as dataset.predictions.{n.Key}.")];
        if (faults.Length > 0)
        {
            string others = source == PixelLabelSource.Confidence
                ? " Where there are labels alone, pixel_labels.source=given takes them as they are, from dataset.predictions.pixel_labels." : string.Empty;
            throw new DatasetException(
                $"The dataset has no answers of a model to make pixel labels from (pixel_labels.source is {OptionsWriter.NameOf(source)}).",
                [.. faults, $"Or let a network answer: model.network and model.weights, or `seco predict`.{others}"]);
        }
    }

    /// <summary>Reads one image's answer. Where labels are chosen relative to thresholds, the level of each class is given, else none.</summary>
    /// <exception cref="IOException">A file is missing, unreadable, of another size than the image, or holds other classes.</exception>
    public PixelAnswer Read(ImageEntry entry, ReadOnlySpan<int> thresholds)
    {
        ImageHeader image = RgbImageFile.ReadHeader(entry.ImagePath);
        switch (source)
        {
            case PixelLabelSource.Given:
                LabelMap given = Labels(entry.PixelLabelPath, "pixel labels");
                return new PixelAnswer(given, null, XxHash128.HashToUInt128(given.Pixels));
            case PixelLabelSource.Confidence:
                LabelMap labels = Labels(entry.PredictionPath, "predictions");
                string path = Named(entry.ConfidencePath, "confidences");
                ConfidenceMap confidence = ConfidencePng.Read(path);
                RequireSize(confidence, path);
                XxHash128 hash = new();
                hash.Append(labels.Pixels);
                hash.Append(MemoryMarshal.AsBytes(confidence.Pixels));
                return new PixelAnswer(labels, confidence, hash.GetCurrentHashAsUInt128());
            default:
                string array = Named(entry.ProbabilityPath, "probabilities");
                PixelAnswer answer = ProbabilityFile.ReadBest(array, classes, thresholds);
                RequireSize(answer.Labels, array);
                return answer;
        }

        string Named(string? path, string what) => path ?? throw new DatasetException(
            $"{entry.Name}: the dataset names no {what} for this image. Give their folder (dataset.predictions), or another source of pixel labels.");

        LabelMap Labels(string? path, string what)
        {
            LabelMap labels = classes.Read(Named(path, what));
            RequireSize(labels, path!);
            return labels;
        }

        void RequireSize<T>(PixelGrid<T> map, string path)
            where T : unmanaged
        {
            if ((map.Width, map.Height) != (image.Width, image.Height))
            {
                throw new DatasetException($"{path}: {map.Width} x {map.Height} pixels, but {entry.ImagePath} has {image.Width} x {image.Height}. "
                    + image.WayOutFor(map.Width, map.Height));
            }
        }
    }
}
