using SeCo.Adaptation.Sampling;

namespace SeCo.Adaptation.Loading;

/// <summary>How steps and parts are numbered, and what is drawn for them.</summary>
internal sealed class BatchPlan(AdaptationOptions options, int largest, ulong seed)
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("batches");

    /// <summary>Images of a part of a step.</summary>
    public int PartSize { get; } = options.BatchSize / options.Accumulation;

    /// <summary>Steps until every image of the larger set was seen.</summary>
    public int StepsPerEpoch { get; } = (int)(((long)largest + options.BatchSize - 1) / options.BatchSize);

    public ImageOrder Order(int count, string name) => new(count, (long)StepsPerEpoch * options.BatchSize, _random.Fork($"order of {name}"));

    public long Place(long step, int part, int index) => (step * options.BatchSize) + ((long)part * PartSize) + index;

    /// <summary>A source that follows from the seed and the place of a crop alone, whatever makes it and when.</summary>
    public RandomSource Random(string name, long step, int part, int index) => _random.Fork($"{name} {Place(step, part, index)}");
}
