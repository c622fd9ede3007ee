namespace SeCo.DrawnScenes;

/// <summary>Simulates what a segmentation model from another domain answers: whole objects and parts of houses mistaken for something else, ragged borders,
/// speckles inside regions, and a confidence that tells right from wrong only in part (the two overlap widely).</summary>
internal sealed class DriftedModel(SceneCanvas scene, double noise, RandomSource random)
{
    private const double BlobSize = 26;
    private const double SpeckleSize = 2.4;

    // By class; rare classes suffer more, as they do in practice.
    private static readonly Confusion[] Confusions =
    [
        new(0.15, 0.2, [DrawnClasses.Building, DrawnClasses.Vegetation]),
        new(0.35, 0.5, [DrawnClasses.Vegetation, DrawnClasses.Sky, DrawnClasses.Pole]),
        new(0.25, 0.2, [DrawnClasses.Pavement, DrawnClasses.Car]),
        new(0.4, 0.5, [DrawnClasses.Road, DrawnClasses.Building]),
        new(0.3, 0.6, [DrawnClasses.Building, DrawnClasses.Sky, DrawnClasses.Person]),
        new(0.25, 1, [DrawnClasses.Building, DrawnClasses.Vegetation, DrawnClasses.Person]),
        new(0.28, 1, [DrawnClasses.Building, DrawnClasses.Road, DrawnClasses.Vegetation]),
        new(0.3, 1, [DrawnClasses.Vegetation, DrawnClasses.Building, DrawnClasses.Pole]),
        new(0.3, 1, [DrawnClasses.Pole, DrawnClasses.Building, DrawnClasses.Vegetation]),
        new(0.4, 1, [DrawnClasses.Person, DrawnClasses.Car, DrawnClasses.Pole]),
    ];

    // In the order of the draws.
    private readonly ValueNoise _warpX = new(random.NextUInt64()), _warpY = new(random.NextUInt64()), _blob = new(random.NextUInt64()),
        _speckle = new(random.NextUInt64()), _doubt = new(random.NextUInt64());

    private readonly Habit[] _habits = [.. Enumerable.Range(0, scene.ObjectCount).Select(_ => new Habit(random))];

    public (LabelMap Prediction, ConfidenceMap Confidence) Predict()
    {
        LabelMap prediction = new(scene.Width, scene.Height);
        float[] penalties = new float[scene.Width * scene.Height];
        scene.Each((x, y, pixel) => prediction.Pixels[pixel] = Label(x, y, out penalties[pixel]));
        return (prediction, Doubt(prediction, penalties));
    }

    /// <summary>The label of a pixel, and how much less sure than usual the model is of it.</summary>
    private byte Label(int x, int y, out float penalty)
    {
        int source = Displaced(x, y);
        int part = scene.Objects[source];
        Habit habit = _habits[part];
        byte seen = scene.Classes[source];
        if (seen == LabelMap.Ignore)
        {
            penalty = 0.9f; // No class fits; the model decides for one all the same.
            return habit.StandIn;
        }

        Confusion usual = Confusions[seen];
        penalty = 0;
        if (habit.Draw < usual.Probability * noise && (usual.Share >= 1 || IsMistakenPart(x, y, habit, usual)))
        {
            seen = usual.Choose(habit.Choice);
            penalty = 0.5f;
        }

        // Speckles; the smooth noise rarely leaves [0.1, 0.9], so the threshold sets a share of about 5 to 25 percent.
        double threshold = 1 - (noise * (1 - habit.SpeckleThreshold));
        if (_speckle.Smooth(x / SpeckleSize, y / SpeckleSize) > threshold)
        {
            seen = Confusions[seen].Choose(_speckle.Cell((x / 6) + 1000, y / 6));
            penalty += 0.8f;
        }

        return seen;
    }

    private bool IsMistakenPart(int x, int y, Habit habit, Confusion usual)
    {
        double value = _blob.Smooth((x / BlobSize) + habit.Shift, (y / BlobSize) - habit.Shift);
        return value < 0.2 + (0.6 * usual.Share);
    }

    /// <summary>Borders are seen a few pixels off, differently everywhere.</summary>
    private int Displaced(int x, int y)
    {
        double strength = 7.5 * noise;
        double coarseX = _warpX.Smooth(x / 7.0, y / 7.0) - 0.5;
        double coarseY = _warpY.Smooth(x / 7.0, y / 7.0) - 0.5;
        double fineX = _warpX.Smooth(x / 2.1, (y / 2.1) + 500) - 0.5;
        double fineY = _warpY.Smooth(x / 2.1, (y / 2.1) + 500) - 0.5;
        int sourceX = Math.Clamp((int)Math.Round(x + (strength * (coarseX + (0.4 * fineX)))), 0, scene.Width - 1);
        int sourceY = Math.Clamp((int)Math.Round(y + (strength * (coarseY + (0.4 * fineY)))), 0, scene.Height - 1);
        return (sourceY * scene.Width) + sourceX;
    }

    /// <summary>Confidences: higher inside uniform surroundings, lower (on average) where the model errs, and uneven everywhere.</summary>
    private ConfidenceMap Doubt(LabelMap prediction, float[] penalties)
    {
        ConfidenceMap confidence = new(scene.Width, scene.Height);
        double chance = 1.0 / DrawnClasses.Set.Count;
        scene.Each((x, y, pixel) =>
        {
            Habit habit = _habits[scene.Objects[pixel]];
            double uneven = 3.6 * (_doubt.Rough(x / 9.0, y / 9.0) - 0.5);
            double logit = 1.9 + habit.Confidence + uneven + (0.9 * random.NextDouble(-1, 1)) - penalties[pixel] - (1.2 * Unrest(prediction, x, y));
            confidence.Pixels[pixel] = ConfidenceMap.FromProbability(chance + ((1 - chance) / (1 + Math.Exp(-logit))));
        });
        return confidence;
    }

    /// <summary>The share of the pixels at a distance of 2 that bear another label.</summary>
    private static double Unrest(LabelMap prediction, int x, int y)
    {
        int width = prediction.Width;
        byte own = prediction.Pixels[(y * width) + x];
        int left = Math.Max(x - 2, 0), right = Math.Min(x + 2, width - 1);
        int above = Math.Max(y - 2, 0) * width, below = Math.Min(y + 2, prediction.Height - 1) * width;
        int[] around = [(y * width) + left, (y * width) + right, above + x, below + x];
        return around.Count(at => prediction.Pixels[at] != own) / 4.0;
    }

    /// <summary>How the model errs on one class.</summary>
    /// <param name="Probability">That it mistakes a given object of the class, or a part of it.</param>
    /// <param name="Share">The share of the object that it mistakes then; 1 for things, which are mistaken as a whole.</param>
    /// <param name="Mistakes">What it takes it for, the first most often.</param>
    private sealed record Confusion(double Probability, double Share, byte[] Mistakes)
    {
        /// <summary>One of the mistakes, from a number in [0, 1): the first with 60 %.</summary>
        public byte Choose(double draw) => Mistakes[draw < 0.6 ? 0 : 1 + (int)((draw - 0.6) / 0.4 * (Mistakes.Length - 1))];
    }

    /// <summary>What the model makes of one object.</summary>
    private sealed class Habit(RandomSource random)
    {
        public double Draw { get; } = random.NextDouble();

        public double Choice { get; } = random.NextDouble();

        public double Shift { get; } = random.NextDouble(0, 90);

        public double SpeckleThreshold { get; } = random.NextDouble(0.69, 0.87);

        public double Confidence { get; } = 0.6 * random.NextGaussian();

        public byte StandIn { get; } = (byte)(random.NextBool() ? DrawnClasses.Car : random.NextBool() ? DrawnClasses.Person : DrawnClasses.Building);
    }
}
