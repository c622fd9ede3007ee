using SeCo.Aggregation.Segmenters.Cache;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>Segment Anything for a run: one model for all workers, and a cache of its answers.</summary>
internal sealed class SamSource(SamSegmenterOptions options, SegmenterRun run)
{
    private readonly Lock _lock = new();
    private SamSegmenter? _first; // the first of all segmenters over the model; it is asked nothing itself

    public static SegmenterSource Of(SamSegmenterOptions options, SegmenterRun run)
    {
        SamSource source = new(options, run);
        return new SegmenterSource(source.Open) { Release = source.Release };
    }

    private ISegmenter Open()
    {
        lock (_lock)
        {
            _first ??= Create();
            return options.Cache is "" ? _first.Share()
                : new CachedSegmenter(_first.Share(), options.Cache ?? Path.Combine(run.Cache, "sam"), run.Environment.Log);
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            _first?.Dispose();
            _first = null;
        }
    }

    private SamSegmenter Create()
    {
        InputHashes hashes = new(Path.Combine(run.Cache, "weights-hashes.tsv"));
        string? weights = File.Exists(options.Weights) ? hashes.Of(options.Weights) : null;
        SamSegmenterOptions own = options with { Generator = options.Generator with { Parallelism = run.Environment.Parallelism } };
        SamSegmenter segmenter = new(own, run.Environment.Device, weights, run.Environment.Log);
        hashes.Save();
        return segmenter;
    }
}
