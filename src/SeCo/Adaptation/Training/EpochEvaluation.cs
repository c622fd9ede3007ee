using SeCo.Prediction;

namespace SeCo.Adaptation.Training;

/// <summary>Measures a network on images that it is not trained on, seen as in prediction: in the input size of training, without flips and scales.</summary>
internal sealed class EpochEvaluation(AdaptationInput input, ClassMapping mapping, ViewOptions views)
{
    // Keeps the logarithm finite where a probability is 0, and adds nothing elsewhere.
    private const double Tiny = 1e-30;

    /// <summary>How networks look at images.</summary>
    public static PredictionOptions OptionsOf(ViewOptions views) => new() { InputWidth = views.InputWidth, InputHeight = views.InputHeight };

    /// <summary>Measures what there are images for. The network is put into evaluation, and back into training, also where the work is ended.</summary>
    /// <exception cref="DatasetException">Labels that do not fit their image or the class set.</exception>
    public EpochResult Measure(
        SegmentationNetwork network, Device device, EpochResult result, KeptAnswers? answers, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        network.Eval();
        try
        {
            ImagePredictor predictor = new(network, device, mapping, OptionsOf(views));
            if (input.HeldOut.Count > 0)
            {
                MutualInformation information = new(mapping.To.Count);
                double[] shares = Run(
                    input.HeldOut, predictor, (_, seen) => information.Add(seen), $"held-out images, epoch {result.Epoch}", progress, cancellationToken);
                result = result with { PseudoLabelMiou = Mean(shares), Information = information.Value };
            }

            if (input.Validation.Count > 0)
            {
                answers?.Begin();
                Action<TrainingImage, Tensor> keep = answers is null ? (_, _) => { } : answers.Add;
                double[] shares = Run(input.Validation, predictor, keep, $"validation, epoch {result.Epoch}", progress, cancellationToken);
                result = result with { ValidationMiou = Mean(shares), ValidationIou = shares };
            }

            return result;
        }
        finally
        {
            network.Train();
        }
    }

    /// <summary>The mean of the shares that are numbers; NaN where none is.</summary>
    private static double Mean(double[] shares) => shares.Where(s => !double.IsNaN(s)).DefaultIfEmpty(double.NaN).Average();

    private double[] Run(
        IReadOnlyList<TrainingImage> images, ImagePredictor predictor, Action<TrainingImage, Tensor> seen, string step,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ConfusionMatrix confusion = new(mapping.To.Count);
        using BackgroundLoader<(RgbImage Image, LabelMap? Labels)> pairs = new(
            (i, _) => Read(images[(int)i]), 0, images.Count, workers: 1, ahead: 1, cancellationToken);
        for (int i = 0; i < images.Count; i++)
        {
            (RgbImage image, LabelMap? labels) = pairs.Next();
            using TensorScope scope = TensorScope.Open();
            Tensor probabilities = predictor.Predict(image, cancellationToken); // [1, K, H, W]
            seen(images[i], probabilities);
            if (labels is not null)
            {
                confusion.Add(labels, new LabelMap(image.Width, image.Height, probabilities.Argmax(1).To(DType.UInt8).ToArray<byte>()));
            }

            progress?.Report(new StageProgress(TrainingLoop.Stage, step, i + 1, images.Count));
        }

        return confusion.IntersectionsOverUnions();
    }

    private (RgbImage Image, LabelMap? Labels) Read(TrainingImage entry)
    {
        RgbImage image = RgbImageFile.Read(entry.ImagePath);
        if (entry.LabelPath is null)
        {
            return (image, null);
        }

        LabelMap labels = mapping.To.Read(entry.LabelPath, entry.LabelMap);
        return labels.HasSizeOf(image)
            ? (image, labels)
            : throw new DatasetException(
                $"{entry.LabelPath}: has {labels.Width} x {labels.Height} pixels, expected {image.Width} x {image.Height} as the image {entry.ImagePath} "
                    + "has.");
    }

    /// <summary>Entropy of the mean prediction less the mean entropy of predictions, over all pixels of all images.</summary>
    private sealed class MutualInformation(int classes)
    {
        private readonly double[] _sums = new double[classes];
        private double _entropy;
        private double _pixels;

        public double Value => Entropy(_sums.Select(s => s / _pixels)) - (_entropy / _pixels);

        public void Add(Tensor probabilities)
        {
            using TensorScope scope = TensorScope.Open();
            double pixels = probabilities.Shape[2] * probabilities.Shape[3];
            float[] means = probabilities.Mean([0, 2, 3]).ToArray<float>();
            for (int c = 0; c < classes; c++)
            {
                _sums[c] += means[c] * pixels;
            }

            _entropy -= (probabilities * (probabilities + Tiny).Log()).Sum([1]).Mean().Item() * pixels;
            _pixels += pixels;
        }

        private static double Entropy(IEnumerable<double> shares) => -shares.Sum(p => p > 0 ? p * Math.Log(p) : 0);
    }
}
