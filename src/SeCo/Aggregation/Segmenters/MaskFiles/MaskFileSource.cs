namespace SeCo.Aggregation.Segmenters.MaskFiles;

/// <summary>Mask files for a run: what they hold for its images is part of the fingerprint.</summary>
internal static class MaskFileSource
{
    public static SegmenterSource Of(MaskFileOptions options, SegmenterRun run) =>
        new(() => new MaskFileSegmenter(options)) { Fingerprint = () => Describe(options, run) };

    private static string Describe(MaskFileOptions options, SegmenterRun run)
    {
        using MaskFileSegmenter segmenter = new(options);
        InputHashes hashes = new(Path.Combine(run.Cache, "mask-file-hashes.tsv"));
        Fingerprint all = new();
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (string image in run.Images)
        {
            try
            {
                string path = segmenter.Find(image);
                if (owners.TryAdd(path, image))
                {
                    all.Add(image).Add(hashes.Of(path));
                }
                else
                {
                    faults.Add($"Images '{owners[path]}' and '{image}' would share {path}. Put mask files in folders as the images are.");
                }
            }
            catch (IOException fault)
            {
                faults.Add(fault.Message);
            }
        }

        hashes.Save();
        return faults.Count == 0
            ? $"{segmenter.Fingerprint} files={all}"
            : throw new DatasetException($"{faults.Count} of {run.Images.Count} images have no masks of their own.", faults);
    }
}
