using SeCo.Adaptation.Sampling;

namespace SeCo.Adaptation.Loading;

/// <summary>How steps and parts are numbered, and what is drawn for them.</summary>
internal sealed class BatchPlan
{
    private readonly RandomSource _random;
    private readonly int _batchSize;

    /// <summary>Plans the batches.</summary>
    /// <param name="options">Images of a step, and parts.</param>
    /// <param name="largest">Images of the larger set, at least 1.</param>
    /// <param name="seed">The seed.</param>
    public BatchPlan(AdaptationOptions options, int largest, ulong seed)
    {
        _batchSize = options.BatchSize;
        PartSize = options.BatchSize / options.Accumulation;
        StepsPerEpoch = (int)(((long)largest + _batchSize - 1) / _batchSize);
        _random = new RandomSource(seed).Fork("batches");
    }

    /// <summary>Images of a part of a step.</summary>
    public int PartSize { get; }

    /// <summary>Steps until every image of the larger set was seen.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The order of a set.</summary>
    public ImageOrder Order(int count, string name) => new(count, (long)StepsPerEpoch * _batchSize, _random.Fork($"order of {name}"));

    /// <summary>The place in an order.</summary>
    public long Place(long step, int part, int index) => (step * _batchSize) + ((long)part * PartSize) + index;

    /// <summary>A source that follows from the seed and the place of a crop alone, whatever makes it and when.</summary>
    public RandomSource Random(string name, long step, int part, int index) => _random.Fork($"{name} {Place(step, part, index)}");
}
