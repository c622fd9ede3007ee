namespace SeCo.Adaptation.Sampling;

/// <summary>The order in which images are seen: a fresh shuffle each epoch, of which none is left out. Safe for use from several threads.</summary>
/// <remarks>An epoch's places beyond the number of images go through further shuffles: they fill up the last batch, and repeat a set that is smaller than
/// another, so that none of either is dropped.</remarks>
internal sealed class ImageOrder(int count, long perEpoch, RandomSource random)
{
    // Batches ahead of the current one may be in the next round.
    private readonly RecentlyUsed<(long Epoch, long Round), int[]> _shuffles = new(at => Shuffle(at.Epoch, at.Round, count, random), _ => 1, capacity: 4);

    /// <summary>The image at a place; places are counted from 0, over all epochs.</summary>
    public int this[long place]
    {
        get
        {
            (long epoch, long inEpoch) = Math.DivRem(place, perEpoch);
            (long round, long at) = Math.DivRem(inEpoch, count);
            return _shuffles.Get((epoch, round))[at];
        }
    }

    private static int[] Shuffle(long epoch, long round, int count, RandomSource random)
    {
        int[] shuffle = [.. Enumerable.Range(0, count)];
        random.Fork($"epoch {epoch}, round {round}").Shuffle(shuffle.AsSpan());
        return shuffle;
    }
}
