using SeCo.Correction.Noise;

namespace SeCo.Tests.Correction.Noise;

/// <summary>Losses of clean and noisy regions, drawn with a seed.</summary>
internal static class RandomLosses
{
    public static double[] Draw(Random random, int clean, int noisy, double cleanMean = 0.3, double noisyMean = 2.5, double noisySpread = 0.6)
    {
        double[] losses = new double[clean + noisy];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = i < clean ? -cleanMean * Math.Log(1 - random.NextDouble()) : Math.Abs(noisyMean + (noisySpread * Normal(random)));
        }

        return losses;
    }

    public static double[] Scaled(int seed)
    {
        Random random = new(seed);
        double[] losses = Draw(random, random.Next(2, 120), random.Next(1, 60), noisySpread: 2 * random.NextDouble());
        return ValueScale.UpTo(losses).Apply(losses);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
