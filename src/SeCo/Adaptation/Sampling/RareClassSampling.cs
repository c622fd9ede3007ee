namespace SeCo.Adaptation.Sampling;

/// <summary>Draws a class, rare ones more often, then an image that has enough of it. Source: Hoyer et al. 2022 (DAFormer), section 3.3.</summary>
internal sealed class RareClassSampling
{
    private readonly int[] _classes;
    private readonly double[] _upTo;
    private readonly int[][] _images;

    public RareClassSampling(LabelShares shares, int classes, RareClassOptions options)
    {
        int[][] images =
        [
            .. Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, shares.Images).Where(i => shares.Of(i, c) > options.MinimumShare).ToArray()),
        ];
        _classes = [.. Enumerable.Range(0, classes).Where(c => images[c].Length > 0)];
        _images = [.. _classes.Select(c => images[c])];

        // The rarest class has weight 1, so that no exponential is too large.
        double[] rarity = [.. _classes.Select(c => (1 - shares.Of(c)) / options.Temperature)];
        double most = rarity.Length == 0 ? 0 : rarity.Max(), sum = 0;
        _upTo = [.. rarity.Select(r => sum += Math.Exp(r - most))];
    }

    /// <summary>False where no image has enough of any class; then nothing can be drawn.</summary>
    public bool HasClasses => _classes.Length > 0;

    /// <summary>Draws an image, and the class that it was drawn for.</summary>
    public (int Image, int Class) Draw(RandomSource random)
    {
        double place = random.NextDouble() * _upTo[^1];
        int at = Array.FindIndex(_upTo, end => place < end);
        at = at < 0 ? _upTo.Length - 1 : at;
        return (_images[at][random.NextInt(_images[at].Length)], _classes[at]);
    }
}
