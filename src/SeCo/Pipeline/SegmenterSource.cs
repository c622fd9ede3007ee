using Microsoft.Extensions.Logging;
using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Datasets;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>The segmenter that the settings of a run name: opened as often as there are workers, fingerprinted once.</summary>
/// <param name="options">The settings of PSA.</param>
/// <param name="folder">The run.</param>
/// <param name="entries">The images.</param>
internal sealed class SegmenterSource(AggregationOptions options, RunFolder folder, IReadOnlyList<ImageEntry> entries)
{
    private readonly Lock _lock = new();
    private string? _fingerprint;

    /// <summary>Everything that changes an answer for the images of the run.</summary>
    /// <exception cref="DatasetException">Files that the segmenter needs are missing.</exception>
    public string Fingerprint
    {
        get
        {
            lock (_lock)
            {
                return _fingerprint ??= Describe();
            }
        }
    }

    /// <summary>Opens a segmenter, owned by the caller.</summary>
    public ISegmenter Open() => options.Segmenter switch
    {
        SegmenterKind.BuiltIn => new BuiltInSegmenter(options.BuiltIn),
        SegmenterKind.MaskFiles => new MaskFileSegmenter(options.MaskFiles),
        _ => throw new InvalidOperationException($"The segmenter {options.Segmenter} is not known."),
    };

    private string Describe()
    {
        using ISegmenter segmenter = Open();
        return segmenter is MaskFileSegmenter files ? $"{files.Fingerprint} files={HashFiles(files)}" : segmenter.Fingerprint;
    }

    private string HashFiles(MaskFileSegmenter segmenter)
    {
        InputHashes hashes = new(Path.Combine(folder.Cache, "mask-file-hashes.tsv"));
        Fingerprint all = new();
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (ImageEntry entry in entries)
        {
            try
            {
                string path = segmenter.Find(entry.Name);
                if (owners.TryAdd(path, entry.Name))
                {
                    all.Add(entry.Name).Add(hashes.Of(path));
                }
                else
                {
                    faults.Add($"Images '{owners[path]}' and '{entry.Name}' would share {path}. Put mask files in folders as the images are.");
                }
            }
            catch (IOException fault)
            {
                faults.Add(fault.Message);
            }
        }

        hashes.Save();
        return faults.Count == 0 ? all.ToString() : throw new DatasetException($"{faults.Count} of {entries.Count} images have no masks of their own.", faults);
    }
}
