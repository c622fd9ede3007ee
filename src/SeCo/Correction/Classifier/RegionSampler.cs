namespace SeCo.Correction.Classifier;

/// <summary>Decides which regions a step trains on: all, at least one, in random order, epoch by epoch; or each as often as its weight says.</summary>
/// <remarks>A step's regions follow from the seed and the step's number alone, so that training resumes at any step without stored state.</remarks>
internal sealed class RegionSampler(int[] rows, double[]? weights, RandomSource random)
{
    private readonly double[]? _cumulative = weights is null ? null : Sums(weights);
    private int[] _order = [];
    private long _epoch = -1;

    /// <summary>The regions of one step, counted from 0.</summary>
    public void Draw(long step, Span<int> batch)
    {
        RandomSource? draws = _cumulative is null ? null : random.Fork($"step {step}");
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i] = draws is null ? InOrder((step * batch.Length) + i) : Weighted(draws);
        }
    }

    private static double[] Sums(double[] weights)
    {
        double sum = 0;
        return [.. weights.Select(weight => sum += weight)];
    }

    private int Weighted(RandomSource draws)
    {
        double at = draws.NextDouble() * _cumulative![^1];
        int found = Array.BinarySearch(_cumulative, at);
        return rows[Math.Min(found < 0 ? ~found : found + 1, rows.Length - 1)];
    }

    private int InOrder(long position)
    {
        (long epoch, long place) = Math.DivRem(position, rows.Length);
        if (epoch != _epoch)
        {
            _order = [.. rows];
            random.Fork($"epoch {epoch}").Shuffle(_order.AsSpan());
            _epoch = epoch;
        }

        return _order[place];
    }
}
