using System.IO.Hashing;
using System.Runtime.InteropServices;
using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;

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

    /// <summary>Reads one image's answer.</summary>
    /// <param name="entry">The image.</param>
    /// <param name="thresholds">The level of each class, where labels are chosen relative to them; else empty.</param>
    /// <exception cref="IOException">A file is missing, unreadable, of another size than the image, or holds other classes.</exception>
    public PixelAnswer Read(ImageEntry entry, ReadOnlySpan<int> thresholds)
    {
        (int Width, int Height) size = RgbImageFile.ReadSize(entry.ImagePath);
        switch (source)
        {
            case PixelLabelSource.Given:
                LabelMap given = Labels(entry.PixelLabelPath, "pixel labels", entry, size);
                return new PixelAnswer(given, null, XxHash128.HashToUInt128(given.Pixels));
            case PixelLabelSource.Confidence:
                LabelMap labels = Labels(entry.PredictionPath, "predictions", entry, size);
                string path = entry.ConfidencePath ?? throw Missing(entry, "confidences");
                ConfidenceMap confidence = ConfidencePng.Read(path);
                Require((confidence.Width, confidence.Height) == size, path, confidence.Width, confidence.Height, entry, size);
                XxHash128 hash = new();
                hash.Append(labels.Pixels);
                hash.Append(MemoryMarshal.AsBytes(confidence.Pixels));
                return new PixelAnswer(labels, confidence, hash.GetCurrentHashAsUInt128());
            default:
                string array = entry.ProbabilityPath ?? throw Missing(entry, "probabilities");
                PixelAnswer answer = ProbabilityFile.ReadBest(array, classes, thresholds);
                Require((answer.Labels.Width, answer.Labels.Height) == size, array, answer.Labels.Width, answer.Labels.Height, entry, size);
                return answer;
        }
    }

    private LabelMap Labels(string? path, string what, ImageEntry entry, (int Width, int Height) size)
    {
        LabelMap labels = LabelPng.Read(path ?? throw Missing(entry, what));
        classes.Require(labels, path);
        Require((labels.Width, labels.Height) == size, path, labels.Width, labels.Height, entry, size);
        return labels;
    }

    private static DatasetException Missing(ImageEntry entry, string what) =>
        new($"{entry.Name}: the dataset names no {what} for this image. Give their folder (dataset.predictions), or another source of pixel labels.");

    private static void Require(bool fits, string path, int width, int height, ImageEntry entry, (int Width, int Height) size)
    {
        if (!fits)
        {
            throw new DatasetException($"{path}: {width} x {height} pixels, but {entry.ImagePath} has {size.Width} x {size.Height}.");
        }
    }
}
