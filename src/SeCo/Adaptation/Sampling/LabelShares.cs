namespace SeCo.Adaptation.Sampling;

/// <summary>How much of which class is in the labels of a set of images.</summary>
internal sealed class LabelShares
{
    private readonly float[] _shares; // [images, K]
    private readonly long[] _pixels; // [K]
    private readonly long _labelled;

    private LabelShares(float[] shares, long[] pixels, int images) => (_shares, _pixels, _labelled, Images) = (shares, pixels, pixels.Sum(), images);

    public int Images { get; }

    /// <summary>Counts the labels of every image, each file once, on several threads; their number never changes the result.</summary>
    /// <exception cref="DatasetException">Labels that cannot be read or hold a value that the class set lacks; all together.</exception>
    public static LabelShares Count(
        IReadOnlyList<TrainingImage> images, Func<TrainingImage, LabelMap> read, int classes, int threads, CancellationToken cancellationToken)
    {
        float[] shares = new float[checked(images.Count * classes)];
        long[] pixels = new long[classes];
        ImageBatch.Run("count labels", images.Count, threads, image =>
        {
            LabelMap labels = read(images[image]);
            long[] counts = labels.Counts();
            for (int c = 0; c < classes; c++)
            {
                shares[(image * classes) + c] = (float)counts[c] / labels.Pixels.Length;
                Interlocked.Add(ref pixels[c], counts[c]);
            }
        }, cancellationToken);
        return new LabelShares(shares, pixels, images.Count);
    }

    /// <summary>A class's share of an image's pixels, unlabelled ones included.</summary>
    public double Of(int image, int label) => _shares[(image * _pixels.Length) + label];

    /// <summary>A class's share of all labelled pixels; 0 where nothing is labelled.</summary>
    public double Of(int label) => _labelled == 0 ? 0 : (double)_pixels[label] / _labelled;
}
