namespace SeCo.Correction.Classifier;

/// <summary>Decides which regions a step trains on: all in random order, or each as often as its weight says.</summary>
/// <remarks>A step's regions follow from the seed and the step's number alone, so that training resumes at any step without stored state.</remarks>
internal sealed class RegionSampler
{
    private readonly int[] _rows;
    private readonly double[]? _cumulative;
    private readonly RandomSource _random;
    private int[] _order = [];
    private long _epoch = -1;

    /// <summary>Creates a sampler.</summary>
    /// <param name="rows">The regions to train on; at least one.</param>
    /// <param name="weights">The weight of each of <paramref name="rows"/>, 0 or more; null draws all in random order, epoch by epoch.</param>
    /// <param name="random">The generator that all draws are forked from; it is not advanced.</param>
    public RegionSampler(int[] rows, double[]? weights, RandomSource random)
    {
        _rows = rows;
        _random = random;
        if (weights is not null)
        {
            _cumulative = new double[rows.Length];
            double sum = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                _cumulative[i] = sum += weights[i];
            }
        }
    }

    /// <summary>The regions of one step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="batch">Receives the rows.</param>
    public void Draw(long step, Span<int> batch)
    {
        RandomSource? random = _cumulative is null ? null : _random.Fork($"step {step}");
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i] = random is null ? InOrder((step * batch.Length) + i) : Weighted(random);
        }
    }

    private int Weighted(RandomSource random)
    {
        double at = random.NextDouble() * _cumulative![^1];
        int found = Array.BinarySearch(_cumulative, at);
        return _rows[Math.Min(found < 0 ? ~found : found + 1, _rows.Length - 1)];
    }

    private int InOrder(long position)
    {
        (long epoch, long place) = Math.DivRem(position, _rows.Length);
        if (epoch != _epoch)
        {
            _order = [.. _rows];
            _random.Fork($"epoch {epoch}").Shuffle(_order.AsSpan());
            _epoch = epoch;
        }

        return _order[place];
    }
}
