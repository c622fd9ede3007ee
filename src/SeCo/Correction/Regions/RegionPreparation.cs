using SeCo.Correction.Features;
using SeCo.Correction.Pixels;
using SeCo.Imaging.Components;

namespace SeCo.Correction.Regions;

/// <summary>The step of correction that looks at one image alone: its regions, and, unless the classifier is trained on windows, their features.</summary>
internal sealed class RegionPreparation(CorrectionContext run, RegionFeatureExtractor? extractor, PixelSupport support)
{
    /// <summary>Writes the region file, and the feature file, of one image.</summary>
    public void Run(ImageEntry entry)
    {
        CorrectionFiles files = run.Files;
        LabelMap labels = LabelPng.Read(run.Input.Labels(entry.Name));
        IReadOnlyList<ConnectedRegion> regions = Extract(entry, labels, support.Measure(entry, labels));
        if (extractor is not null && !File.Exists(files.Features(entry.Name)))
        {
            RgbImage image = RgbImageFile.Read(entry.ImagePath);
            if (!image.HasSizeOf(labels))
            {
                throw new DatasetException($"{entry.ImagePath}: is {image.Width} x {image.Height}, but its labels are {labels.Width} x {labels.Height}.");
            }

            ConnectedRegion[] judged = [.. regions.Where(r => r.Area >= run.Options.MinimumRegionPixels)];
            float[] features = extractor.Extract(image, judged, entry.Name);
            AtomicFile.Write(files.Features(entry.Name), stream => NpyFile.Write<float>(stream, features, judged.Length, extractor.Length));
        }

        RegionFile.Write(files.Regions(entry.Name), regions);
    }

    private IReadOnlyList<ConnectedRegion> Extract(ImageEntry entry, LabelMap labels, ConfidenceMap? confidence)
    {
        if (run.Options.Regions == RegionUnit.Components)
        {
            return RegionExtraction.FromLabels(labels, confidence);
        }

        ConnectedRegion[] masks = [.. RegionFile.Read(run.Input.Regions(entry.Name), run.Classes, (labels.Width, labels.Height))];
        int[] numbers = new int[labels.Width * labels.Height];
        for (int k = 0; k < masks.Length; k++)
        {
            masks[k].Mask.Paint(numbers, k + 1);
        }

        ComponentMap rest = NumberRest(numbers, labels, masks.Length);
        byte[] categories = [.. masks.Select(m => (byte)m.CategoryId), .. rest.Components.Select(c => c.Label)];
        (IReadOnlyList<ConnectedRegion> regions, IReadOnlyList<int> sources) =
            RegionExtraction.FromNumbers(labels.Width, labels.Height, numbers, categories, confidence);
        return [.. regions.Select((region, i) => sources[i] < masks.Length ? region with { Origin = masks[sources[i]].Origin } : region)];
    }

    // Labelled pixels that belong to no mask (kept pixel labels) are regions too: their components.
    private static ComponentMap NumberRest(int[] numbers, LabelMap labels, int first)
    {
        LabelMap rest = labels.Clone();
        Span<byte> left = rest.Pixels;
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = numbers[i] == 0 ? left[i] : LabelMap.Ignore;
        }

        ComponentMap components = ConnectedComponents.Label(rest);
        ReadOnlySpan<int> ids = components.Pixels;
        for (int i = 0; i < ids.Length; i++)
        {
            numbers[i] = ids[i] == 0 ? numbers[i] : first + ids[i];
        }

        return components;
    }
}
