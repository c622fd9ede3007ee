using SeCo.Correction;

namespace SeCo.Pipeline.Demo;

/// <summary>What a run did to objects that belong to no class, where ground truth marks them as 255. Any label there is wrong.</summary>
/// <param name="Regions">Judged regions that lie mostly on such an object.</param>
/// <param name="Rejected">Those of them that correction rejected.</param>
/// <param name="Pixels">Pixels of such objects that had a label before correction.</param>
/// <param name="RejectedPixels">Those of them that have none after it.</param>
public sealed record OpenSetScores(int Regions, int Rejected, long Pixels, long RejectedPixels)
{
    /// <summary>Share of the pixels that lost their label; null where there were none.</summary>
    public double? PixelShare => Pixels == 0 ? null : (double)RejectedPixels / Pixels;

    /// <summary>Share of the regions that were rejected; null where there are none.</summary>
    public double? RegionShare => Regions == 0 ? null : (double)Rejected / Regions;

    /// <summary>Counts in the finished stages of a run.</summary>
    /// <param name="dataset">The images, with truth in which 255 marks such objects and nothing else.</param>
    /// <param name="run">The run folder, or that of one of its rounds.</param>
    /// <exception cref="IOException">A file of the run is missing.</exception>
    public static OpenSetScores Measure(Dataset dataset, RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(run);
        CorrectionFiles files = new(run.Correction);
        (int regions, int rejected, long pixels, long rejectedPixels) = (0, 0, 0, 0);
        foreach (ImageEntry entry in dataset.Entries)
        {
            LabelMap truth = entry.ReadTruth();
            LabelMap before = LabelPng.Read(Aggregation.PixelSemanticAggregation.LabelPath(run.Aggregation, entry.Name));
            LabelMap after = LabelPng.Read(files.Labels(entry.Name));
            for (int i = 0; i < truth.Pixels.Length; i++)
            {
                bool isLabelled = truth.Pixels[i] == LabelMap.Ignore && before.Pixels[i] != LabelMap.Ignore;
                pixels += isLabelled ? 1 : 0;
                rejectedPixels += isLabelled && after.Pixels[i] == LabelMap.Ignore ? 1 : 0;
            }

            foreach (ConnectedRegion region in RegionFile.Read(files.Verdicts(entry.Name), dataset.Classes))
            {
                if (region.Outcome is not null && 2 * region.Mask.CountLabels(truth)[LabelMap.Ignore] > region.Area)
                {
                    regions++;
                    rejected += region.Outcome.Verdict == RegionVerdict.Rejected ? 1 : 0;
                }
            }
        }

        return new OpenSetScores(regions, rejected, pixels, rejectedPixels);
    }
}
