namespace SeCo.Adaptation.Sampling;

/// <summary>The order in which images are seen: a fresh shuffle each epoch, of which none is left out. Safe for use from several threads.</summary>
/// <remarks>
/// An epoch's places beyond the number of images go through further shuffles: they fill up the last batch, and repeat a set that is smaller than another, so
/// that none of either is dropped.
/// </remarks>
/// <param name="count">Images of the set, at least 1.</param>
/// <param name="perEpoch">Places of an epoch, at least 1.</param>
/// <param name="random">Only its seed matters; sets that are drawn independently have sources of different names.</param>
internal sealed class ImageOrder(int count, long perEpoch, RandomSource random)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(long Epoch, long Round), int[]> _shuffles = [];
    private readonly Queue<(long Epoch, long Round)> _oldest = new();

    /// <summary>The image at a place.</summary>
    /// <param name="place">Places from 0, over all epochs.</param>
    public int this[long place]
    {
        get
        {
            (long epoch, long inEpoch) = Math.DivRem(place, perEpoch);
            (long round, long at) = Math.DivRem(inEpoch, count);
            return Shuffle(epoch, round)[at];
        }
    }

    private int[] Shuffle(long epoch, long round)
    {
        lock (_gate)
        {
            if (_shuffles.TryGetValue((epoch, round), out int[]? shuffle))
            {
                return shuffle;
            }

            shuffle = [.. Enumerable.Range(0, count)];
            random.Fork($"epoch {epoch}, round {round}").Shuffle(shuffle.AsSpan());

            // Batches ahead of the current one may be in the next round.
            const int Kept = 4;
            if (_oldest.Count == Kept)
            {
                _shuffles.Remove(_oldest.Dequeue());
            }

            _shuffles.Add((epoch, round), shuffle);
            _oldest.Enqueue((epoch, round));
            return shuffle;
        }
    }
}
