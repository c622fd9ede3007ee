using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Sampling;

namespace SeCo.Adaptation.Loading;

/// <summary>How steps and parts are numbered, and what is drawn for them. Of each part this is the share of one process; what is drawn for an image follows
/// from its place in the whole.</summary>
internal sealed class BatchPlan(AdaptationOptions options, int largest, ulong seed, Ranks ranks)
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("batches");

    private readonly (int First, int Count, int Of) _share = ShareOf(options, ranks);

    /// <summary>Images of a part of a step that this process computes.</summary>
    public int PartSize => _share.Count;

    /// <summary>Steps until every image of the larger set was seen.</summary>
    public int StepsPerEpoch { get; } = (int)(((long)largest + options.BatchSize - 1) / options.BatchSize);

    public ImageOrder Order(int count, string name) => new(count, (long)StepsPerEpoch * options.BatchSize, _random.Fork($"order of {name}"));

    /// <summary>Which images of a part a process computes: as many as any other, or one more.</summary>
    public static (int First, int Count, int Of) ShareOf(AdaptationOptions options, Ranks ranks)
    {
        int size = options.BatchSize / options.Accumulation, first = size * ranks.Rank / ranks.Count;
        return (first, (size * (ranks.Rank + 1) / ranks.Count) - first, size);
    }

    public long Place(long step, int part, int index) => (step * options.BatchSize) + ((long)part * _share.Of) + _share.First + index;

    /// <summary>A source that follows from the seed and the place of a crop alone, whatever makes it and when.</summary>
    public RandomSource Random(string name, long step, int part, int index) => _random.Fork($"{name} {Place(step, part, index)}");
}
