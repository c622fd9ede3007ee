using System.Diagnostics.CodeAnalysis;
using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Aggregation.Segmenters.Cache;
using SeCo.Aggregation.Segmenters.MaskFiles;
using SeCo.Aggregation.Segmenters.Sam;
using SeCo.Datasets;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>The segmenter that the settings of a run name: opened as often as there are workers, fingerprinted once.</summary>
/// <param name="options">The settings of PSA.</param>
/// <param name="folder">The run.</param>
/// <param name="entries">The images.</param>
/// <param name="environment">Device, processors, log.</param>
/// <param name="own">Opens a segmenter that the program brings; null where the settings name one.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Release lets go of it, stage by stage.")]
internal sealed class SegmenterSource(AggregationOptions options, RunFolder folder, IReadOnlyList<ImageEntry> entries, StageEnvironment environment,
    Func<ISegmenter>? own)
{
    private readonly Lock _lock = new();
    private string? _fingerprint;
    private SamSegmenter? _sam;

    /// <summary>Everything that changes an answer for the images of the run.</summary>
    /// <exception cref="IOException">Files that the segmenter needs are missing or malformed.</exception>
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

    /// <summary>Opens a segmenter, owned by the caller. All that use a model share it.</summary>
    public ISegmenter Open()
    {
        if (own is not null)
        {
            return own();
        }

        lock (_lock)
        {
            return options.Segmenter switch
            {
                SegmenterKind.BuiltIn => new BuiltInSegmenter(options.BuiltIn),
                SegmenterKind.MaskFiles => new MaskFileSegmenter(options.MaskFiles),
                SegmenterKind.Sam => Cached(Sam().Share()),
                _ => throw new InvalidOperationException($"The segmenter {options.Segmenter} is not known."),
            };
        }
    }

    /// <summary>Lets go of the model, as soon as the segmenters that use it are disposed.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _sam?.Dispose();
            _sam = null;
        }
    }

    private ISegmenter Cached(SamSegmenter segmenter) => options.Sam.Cache switch
    {
        "" => segmenter,
        null => new CachedSegmenter(segmenter, Path.Combine(folder.Cache, "sam"), environment.Log),
        string shared => new CachedSegmenter(segmenter, shared, environment.Log),
    };

    // The first of all segmenters over the model; it is asked nothing itself.
    private SamSegmenter Sam()
    {
        if (_sam is null)
        {
            InputHashes hashes = new(Path.Combine(folder.Cache, "weights-hashes.tsv"));
            SamSegmenterOptions named = options.Sam with { Generator = options.Sam.Generator with { Parallelism = environment.Parallelism } };
            _sam = new SamSegmenter(named, environment.Device, File.Exists(named.Weights) ? hashes.Of(named.Weights) : null, environment.Log);
            hashes.Save();
        }

        return _sam;
    }

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
        return faults.Count == 0 ? all.ToString() : throw new DatasetException($"{faults.Count} of {entries.Count} images have no masks of their own.",
            faults);
    }
}
