using SeCo.Evaluation;
using SeCo.Prediction;

namespace SeCo.Pipeline.Comparison;

/// <summary>Measures a model without ground truth, an image at a time: what it costs is the number of images times three looks at each.</summary>
internal sealed class ModelProbe
{
    // Answers of an image among which density is measured, on a grid; another scale that an image is seen at.
    private const int GridSide = 16;
    private const double OtherScale = 0.75;

    private const int MirrorAxis = 3;

    private readonly ClassSet _classes;
    private readonly ImagePredictor _predictor, _scaled;
    private readonly PredictionFiles _files;
    private readonly ConfusionMatrix _views;
    private readonly long[] _own, _source;
    private double _density, _confidence;
    private int _images;

    public ModelProbe(PredictingModel model, PredictionOptions options)
    {
        _classes = model.Mapping.To;

        // Answers that are averaged over views are the same for each of them: every model has to do without.
        options = options with { Flip = false, Scales = [1], Probabilities = ProbabilityOutput.None };
        (_predictor, _scaled) = (model.Predictor(options), model.Predictor(options with { Scales = [OtherScale] }));
        _files = new PredictionFiles(string.Empty, _classes, ProbabilityOutput.None);
        _views = new ConfusionMatrix(_classes.Count);
        (_own, _source) = (new long[LabelMap.Ignore + 1], new long[LabelMap.Ignore + 1]);
    }

    /// <summary>The measures of the images so far.</summary>
    public LabelFreeRecord Measures => new(
        null, _density / _images, _views.IntersectionsOverUnions().Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(), _confidence / _images,
        _source.AsSpan(0, _classes.Count).IndexOfAnyExcept(0) < 0 ? null
            : ClassDrift.Between(_own.AsSpan(0, _classes.Count), _source.AsSpan(0, _classes.Count)));

    /// <summary>Shows the model an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="source">What the model that it started from answers; null where that is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Add(RgbImage image, LabelMap? source, CancellationToken cancellationToken)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor answer = _predictor.Predict(image, cancellationToken);
        LabelMap labels = _files.Labels(answer);
        float[] sampled = Sampled(answer.ToArray<float>(), image.Width, image.Height);
        _density += SoftNeighborhoodDensity.Of(sampled, _classes.Count);
        _confidence += sampled.Chunk(_classes.Count).Average(row => row.Max());
        _views.Add(labels, _files.Labels(_predictor.Predict(Mirrored(image), cancellationToken).Flip(MirrorAxis)));
        _views.Add(labels, _files.Labels(_scaled.Predict(image, cancellationToken)));
        if (source is not null)
        {
            TensorPrimitives.Add(_own, labels.Counts(), _own);
            TensorPrimitives.Add(_source, source.Counts(), _source);
        }

        _images++;
    }

    // [N, K] of the pixels on a grid.
    private float[] Sampled(float[] planes, int width, int height)
    {
        int classes = _classes.Count;
        float[] rows = new float[GridSide * GridSide * classes];
        for (int i = 0; i < GridSide * GridSide; i++)
        {
            int x = ((2 * (i % GridSide)) + 1) * width / (2 * GridSide), y = ((2 * (i / GridSide)) + 1) * height / (2 * GridSide);
            for (int c = 0; c < classes; c++)
            {
                rows[(i * classes) + c] = planes[(((c * height) + y) * width) + x];
            }
        }

        return rows;
    }

    private static RgbImage Mirrored(RgbImage image)
    {
        RgbImage mirrored = new(image.Width, image.Height);
        ReadOnlySpan<byte> from = image.Pixels;
        Span<byte> to = mirrored.Pixels;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            int twin = i - (2 * (i % image.Width)) + image.Width - 1;
            from.Slice(3 * twin, 3).CopyTo(to[(3 * i)..]);
        }

        return mirrored;
    }
}
