using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.DrawnScenes;

/// <summary>
/// Simulates what a segmentation model from another domain answers: whole objects and parts of houses mistaken for something else, ragged borders,
/// speckles inside regions, and a confidence that tells right from wrong only in part (the two overlap widely).
/// </summary>
internal sealed class DriftedModel
{
    private const double BlobSize = 26;
    private const double SpeckleSize = 2.4;

    private readonly SceneCanvas _scene;
    private readonly double _noise;
    private readonly Habit[] _habits;
    private readonly ValueNoise _warpX;
    private readonly ValueNoise _warpY;
    private readonly ValueNoise _blob;
    private readonly ValueNoise _speckle;
    private readonly ValueNoise _doubt;
    private readonly RandomSource _random;

    private DriftedModel(SceneCanvas scene, double noise, RandomSource random)
    {
        _scene = scene;
        _noise = noise;
        _random = random;
        _warpX = new ValueNoise(random.NextUInt64());
        _warpY = new ValueNoise(random.NextUInt64());
        _blob = new ValueNoise(random.NextUInt64());
        _speckle = new ValueNoise(random.NextUInt64());
        _doubt = new ValueNoise(random.NextUInt64());
        _habits = new Habit[scene.ObjectCount];
        for (int i = 0; i < _habits.Length; i++)
        {
            _habits[i] = new Habit(random);
        }
    }

    /// <summary>Answers for a scene.</summary>
    /// <param name="scene">The drawn scene.</param>
    /// <param name="noise">How strongly the model errs; 1 is usual, 0 never.</param>
    /// <param name="random">The source of everything random.</param>
    public static (LabelMap Prediction, ConfidenceMap Confidence) Predict(SceneCanvas scene, double noise, RandomSource random)
    {
        DriftedModel model = new(scene, noise, random);
        LabelMap prediction = new(scene.Width, scene.Height);
        float[] penalties = new float[scene.Width * scene.Height];
        for (int y = 0; y < scene.Height; y++)
        {
            for (int x = 0; x < scene.Width; x++)
            {
                prediction.Pixels[(y * scene.Width) + x] = model.Label(x, y, out penalties[(y * scene.Width) + x]);
            }
        }

        return (prediction, model.Doubt(prediction, penalties));
    }

    /// <summary>The label of a pixel, and how much less sure than usual the model is of it.</summary>
    private byte Label(int x, int y, out float penalty)
    {
        int source = Displaced(x, y);
        int part = _scene.Objects[source];
        Habit habit = _habits[part];
        byte seen = _scene.Classes[source];
        if (seen == LabelMap.Ignore)
        {
            penalty = 0.9f; // No class fits; the model decides for one all the same.
            return habit.StandIn;
        }

        ConfusionHabit usual = ConfusionHabit.Usual[seen];
        penalty = 0;
        if (habit.Draw < usual.Probability * _noise && (usual.Share >= 1 || IsMistakenPart(x, y, habit, usual)))
        {
            seen = usual.Choose(habit.Choice);
            penalty = 0.5f;
        }

        // Speckles; the smooth noise rarely leaves [0.1, 0.9], so the threshold sets a share of about 5 to 25 percent.
        double threshold = 1 - (_noise * (1 - habit.SpeckleThreshold));
        if (_speckle.Smooth(x / SpeckleSize, y / SpeckleSize) > threshold)
        {
            seen = ConfusionHabit.Usual[seen].Choose(_speckle.Cell((x / 6) + 1000, y / 6));
            penalty += 0.8f;
        }

        return seen;
    }

    private bool IsMistakenPart(int x, int y, Habit habit, ConfusionHabit usual)
    {
        double value = _blob.Smooth((x / BlobSize) + habit.Shift, (y / BlobSize) - habit.Shift);
        return value < 0.2 + (0.6 * usual.Share);
    }

    /// <summary>Borders are seen a few pixels off, differently everywhere.</summary>
    private int Displaced(int x, int y)
    {
        double strength = 7.5 * _noise;
        double coarseX = _warpX.Smooth(x / 7.0, y / 7.0) - 0.5;
        double coarseY = _warpY.Smooth(x / 7.0, y / 7.0) - 0.5;
        double fineX = _warpX.Smooth(x / 2.1, (y / 2.1) + 500) - 0.5;
        double fineY = _warpY.Smooth(x / 2.1, (y / 2.1) + 500) - 0.5;
        int sourceX = Math.Clamp((int)Math.Round(x + (strength * (coarseX + (0.4 * fineX)))), 0, _scene.Width - 1);
        int sourceY = Math.Clamp((int)Math.Round(y + (strength * (coarseY + (0.4 * fineY)))), 0, _scene.Height - 1);
        return (sourceY * _scene.Width) + sourceX;
    }

    /// <summary>Confidences: higher inside uniform surroundings, lower (on average) where the model errs, and uneven everywhere.</summary>
    private ConfidenceMap Doubt(LabelMap prediction, float[] penalties)
    {
        ConfidenceMap confidence = new(_scene.Width, _scene.Height);
        double chance = 1.0 / DrawnClasses.Set.Count;
        for (int y = 0; y < _scene.Height; y++)
        {
            for (int x = 0; x < _scene.Width; x++)
            {
                int pixel = (y * _scene.Width) + x;
                Habit habit = _habits[_scene.Objects[pixel]];
                double uneven = 3.6 * (_doubt.Rough(x / 9.0, y / 9.0) - 0.5);
                double logit = 1.9 + habit.Confidence + uneven + (0.9 * _random.NextDouble(-1, 1)) - penalties[pixel] - (1.2 * Unrest(prediction, x, y));
                confidence.Pixels[pixel] = ConfidenceMap.FromProbability(chance + ((1 - chance) / (1 + Math.Exp(-logit))));
            }
        }

        return confidence;
    }

    /// <summary>The share of the pixels at a distance of 2 that bear another label.</summary>
    private static double Unrest(LabelMap prediction, int x, int y)
    {
        ReadOnlySpan<byte> labels = prediction.Pixels;
        int width = prediction.Width;
        byte own = labels[(y * width) + x];
        int left = Math.Max(x - 2, 0);
        int right = Math.Min(x + 2, width - 1);
        int above = Math.Max(y - 2, 0) * width;
        int below = Math.Min(y + 2, prediction.Height - 1) * width;
        int others = (labels[(y * width) + left] != own ? 1 : 0) + (labels[(y * width) + right] != own ? 1 : 0)
            + (labels[above + x] != own ? 1 : 0) + (labels[below + x] != own ? 1 : 0);
        return others / 4.0;
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
