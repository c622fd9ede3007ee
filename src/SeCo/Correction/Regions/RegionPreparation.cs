using SeCo.Checkpoints;
using SeCo.Correction.Features;
using SeCo.Correction.Pixels;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Components;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Correction.Regions;

/// <summary>The step of correction that looks at one image alone: its regions, and their features where the network is frozen.</summary>
/// <param name="options">The settings.</param>
/// <param name="classes">The class set.</param>
/// <param name="extractor">Computes features; null where the classifier is trained on windows.</param>
/// <param name="support">Measures what the model says about the labels.</param>
/// <param name="input">The files of the stage before.</param>
/// <param name="files">The stage's own files.</param>
internal sealed class RegionPreparation(
    CorrectionOptions options, ClassSet classes, RegionFeatureExtractor? extractor, PixelSupport support, StageFiles input, CorrectionFiles files)
{
    /// <summary>Writes the region file, and the feature file, of one image.</summary>
    public void Run(ImageEntry entry)
    {
        LabelMap labels = LabelPng.Read(input.Labels(entry.Name));
        IReadOnlyList<ConnectedRegion> regions = Extract(entry, labels, support.Measure(entry, labels));
        if (extractor is not null && !File.Exists(files.Features(entry.Name)))
        {
            RgbImage image = RgbImageFile.Read(entry.ImagePath);
            if (!image.HasSizeOf(labels))
            {
                throw new DatasetException($"{entry.ImagePath}: is {image.Width} x {image.Height}, but its labels are {labels.Width} x {labels.Height}.");
            }

            ConnectedRegion[] judged = [.. regions.Where(r => r.Area >= options.MinimumRegionPixels)];
            float[] features = extractor.Extract(image, judged);
            AtomicFile.Write(files.Features(entry.Name), stream => NpyFile.Write<float>(stream, features, judged.Length, extractor.Length));
        }

        RegionFile.Write(files.Regions(entry.Name), regions);
    }

    private IReadOnlyList<ConnectedRegion> Extract(ImageEntry entry, LabelMap labels, ConfidenceMap? confidence)
    {
        if (options.Regions == RegionUnit.Components)
        {
            return RegionExtraction.FromLabels(labels, truth: null, confidence);
        }

        List<ConnectedRegion> masks = [.. RegionFile.Read(input.Regions(entry.Name), classes, (labels.Width, labels.Height))];
        int[] numbers = new int[labels.Width * labels.Height];
        List<byte> categories = [.. masks.Select(m => (byte)m.CategoryId)];
        for (int k = 0; k < masks.Count; k++)
        {
            masks[k].Mask.Paint(numbers, k + 1);
        }

        NumberRest(numbers, labels, categories);
        (IReadOnlyList<ConnectedRegion> regions, IReadOnlyList<int> sources) =
            RegionExtraction.FromNumbers(labels.Width, labels.Height, numbers, categories, truth: null, confidence);
        return [.. regions.Select((region, i) => sources[i] < masks.Count ? region with { Origin = masks[sources[i]].Origin } : region)];
    }

    // Labelled pixels that belong to no mask (kept pixel labels) are regions too: their components.
    private static void NumberRest(int[] numbers, LabelMap labels, List<byte> categories)
    {
        LabelMap rest = labels.Clone();
        Span<byte> left = rest.Pixels;
        for (int i = 0; i < left.Length; i++)
        {
            if (numbers[i] != 0)
            {
                left[i] = LabelMap.Ignore;
            }
        }

        ComponentMap components = ConnectedComponents.Label(rest);
        ReadOnlySpan<int> ids = components.Pixels;
        int first = categories.Count;
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] != 0)
            {
                numbers[i] = first + ids[i];
            }
        }

        categories.AddRange(components.Components.Select(c => c.Label));
    }
}
