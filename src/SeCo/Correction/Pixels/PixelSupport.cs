namespace SeCo.Correction.Pixels;

/// <summary>How far the model itself supports the label of each pixel: its confidence where its answer is that label, 0 where it is another.</summary>
/// <remarks>The stage needs it up to four times: for the mean confidence of regions, the doubt of classes, and twice for <see cref="PixelEvidence"/>. An
/// image's files are decoded once; what later steps need is kept in the stage's folder, the sums of each class for good, the map until labels are
/// painted.</remarks>
internal sealed class PixelSupport(int classes, StageFiles input, CorrectionFiles files, bool keepsSums, bool keepsMaps)
{
    /// <summary>Measures the support of an image's labels, and keeps what later steps need; null where no confidences are known.</summary>
    /// <exception cref="DatasetException">A file differs in size from the labels.</exception>
    public ConfidenceMap? Measure(ImageEntry entry, LabelMap labels)
    {
        ConfidenceMap? support = Read(entry, labels);
        if (support is not null && keepsSums)
        {
            AtomicFile.Write(files.SupportSums(entry.Name), stream => NpyFile.Write<double>(stream, Sums(labels, support), classes, 2));
        }

        if (support is not null && keepsMaps)
        {
            AtomicFile.Write(files.Support(entry.Name), stream => ConfidencePng.Write(stream, support));
        }

        return support;
    }

    /// <summary>The support of an image, as it was kept or measured again.</summary>
    public ConfidenceMap Of(ImageEntry entry) =>
        File.Exists(files.Support(entry.Name)) ? ConfidencePng.Read(files.Support(entry.Name)) : Measure(entry, LabelPng.Read(input.Labels(entry.Name)))!;

    /// <summary>For each class, 1 minus the mean confidence of the pixels that the model calls by their label; 1 for a class without any. All images have
    /// confidences.</summary>
    public double[] Doubts(IReadOnlyList<ImageEntry> entries, int parallelism, Action<int> report, CancellationToken cancellationToken)
    {
        double[] all = new double[2 * classes];
        int done = 0;
        ImageBatch.Run("correct", entries.Count, parallelism, image =>
        {
            double[] own = KeptSums(entries[image]);
            lock (all)
            {
                TensorPrimitives.Add(all, own, all); // whole numbers far below 2^53: the order of images does not matter
                report(++done);
            }
        }, cancellationToken);
        return [.. all.Chunk(2).Select(c => c[0] == 0 ? 1 : 1 - (c[1] / c[0] / ConfidenceMap.Scale))];
    }

    public void Clear()
    {
        if (keepsMaps && Directory.Exists(files.SupportFolder))
        {
            Directory.Delete(files.SupportFolder, recursive: true);
        }
    }

    private double[] KeptSums(ImageEntry entry)
    {
        string path = files.SupportSums(entry.Name);
        if (File.Exists(path) && NpyFile.Read(path) is { } kept && kept.Count == 2 * classes)
        {
            return kept.ToDoubles();
        }

        LabelMap labels = LabelPng.Read(input.Labels(entry.Name));
        return Sums(labels, Measure(entry, labels)!);
    }

    /// <summary>For each class, the pixels with support and the sum of its levels.</summary>
    private double[] Sums(LabelMap labels, ConfidenceMap support)
    {
        double[] sums = new double[2 * classes];
        for (int i = 0; i < labels.Pixels.Length; i++)
        {
            if (labels.Pixels[i] < classes && support.Pixels[i] > 0)
            {
                sums[2 * labels.Pixels[i]]++;
                sums[(2 * labels.Pixels[i]) + 1] += support.Pixels[i];
            }
        }

        return sums;
    }

    private static ConfidenceMap? Read(ImageEntry entry, LabelMap labels)
    {
        if (entry.ConfidencePath is not string path)
        {
            return null;
        }

        ConfidenceMap confidence = ConfidencePng.Read(path);
        RequireSize(path, confidence.HasSizeOf(labels));
        if (entry.PredictionPath is not null)
        {
            LabelMap prediction = LabelPng.Read(entry.PredictionPath);
            RequireSize(entry.PredictionPath, prediction.HasSizeOf(labels));
            Span<ushort> values = confidence.Pixels;
            ReadOnlySpan<byte> given = labels.Pixels, predicted = prediction.Pixels;
            for (int i = 0; i < values.Length; i++)
            {
                if (given[i] != predicted[i])
                {
                    values[i] = 0;
                }
            }
        }

        return confidence;
    }

    private static void RequireSize(string path, bool same)
    {
        if (!same)
        {
            throw new DatasetException(
                $"{path}: has another size than the label map of its image. Give confidences and predictions in the size of the images.");
        }
    }
}
