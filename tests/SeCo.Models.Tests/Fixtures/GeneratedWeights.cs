using System.Text;
using SeCo.Torch;

namespace SeCo.Models.Tests.Fixtures;

/// <summary>Fills networks with values that the reference program made by the same rule (golden/scc/README.md).</summary>
internal static class GeneratedWeights
{
    /// <summary>Fills every parameter and buffer of a region classifier.</summary>
    public static void Fill(RegionClassifier network, string scheme)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        foreach ((string name, Tensor target) in network.StateDictionary())
        {
            target.CopyInPlace(Tensor.From(Values(scheme, name, target.Shape, network.Encoder.OutputChannels)).Reshape(target.Shape));
        }
    }

    private static float[] Values(string scheme, string name, ReadOnlySpan<long> shape, int features)
    {
        float[] values = new float[shape.ToArray().Aggregate(1L, (a, b) => a * b)];
        double fanIn = shape.Length == 4 ? shape[1] * shape[2] * shape[3] : features;
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        int phase = bytes.Sum(b => b) % 97;
        ulong seed = bytes.Aggregate(14695981039346656037, (hash, b) => (hash ^ b) * 1099511628211);
        for (int i = 0; i < values.Length; i++)
        {
            double s = scheme == "sin" ? Math.Sin((0.618 * i) + phase) : Hash(seed, i);
            values[i] = (float)Value(scheme, name, shape.Length, fanIn, s);
        }

        return values;
    }

    private static double Value(string scheme, string name, int rank, double fanIn, double s)
    {
        double amplitude = scheme == "hash" ? 2 : rank == 4 ? Math.Sqrt(2) : 1;
        return name switch
        {
            _ when rank == 4 || name.StartsWith("fc.", StringComparison.Ordinal) => s * amplitude / Math.Sqrt(fanIn),
            _ when name.EndsWith("num_batches_tracked", StringComparison.Ordinal) => 0,
            _ when name.EndsWith("running_var", StringComparison.Ordinal) => 1 + (0.1 * s * s),
            _ when name.EndsWith(".weight", StringComparison.Ordinal) => 1 + (0.1 * s),
            _ => 0.1 * s,
        };
    }

    private static double Hash(ulong seed, int i)
    {
        ulong z = seed + (((ulong)i + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (2 * ((z >> 11) / (double)(1UL << 53))) - 1;
    }
}
