using SeCo.Torch;

namespace SeCo.Correction.Classifier;

/// <summary>Decides which regions a step trains on: all in random order, or every class equally often.</summary>
/// <remarks>A step's regions follow from the seed and the step's number alone, so that training resumes at any step without stored state.</remarks>
internal sealed class RegionSampler
{
    private readonly int[] _rows;
    private readonly int[][]? _byClass;
    private readonly RandomSource _random;
    private int[] _order = [];
    private long _epoch = -1;

    /// <summary>Creates a sampler.</summary>
    /// <param name="rows">The regions to train on; at least one.</param>
    /// <param name="classes">The class of every region.</param>
    /// <param name="balanced">Whether a class is drawn first, then one of its regions.</param>
    /// <param name="random">The generator that all draws are forked from; it is not advanced.</param>
    public RegionSampler(ReadOnlySpan<int> rows, ReadOnlySpan<byte> classes, bool balanced, RandomSource random)
    {
        _rows = rows.ToArray();
        _random = random;
        if (balanced)
        {
            byte[] all = classes.ToArray();
            _byClass = [.. _rows.GroupBy(row => all[row]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        }
    }

    /// <summary>The regions of one step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="batch">Receives the rows.</param>
    public void Draw(long step, Span<int> batch)
    {
        RandomSource? random = _byClass is null ? null : _random.Fork($"step {step}");
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i] = random is null ? InOrder((step * batch.Length) + i) : Balanced(random);
        }
    }

    private int Balanced(RandomSource random)
    {
        int[] members = _byClass![random.NextInt(_byClass.Length)];
        return members[random.NextInt(members.Length)];
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
