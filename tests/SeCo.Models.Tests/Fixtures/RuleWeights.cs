using System.Text;
using System.Text.Json;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Tests.Fixtures;

/// <summary>Fills networks by the rule of golden/networks/README.md.</summary>
internal static class RuleWeights
{
    /// <summary>Fills every parameter and buffer by its kind in <c>keys.json</c>.</summary>
    public static void Fill(Module network, JsonElement keys)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        foreach (JsonElement key in keys.EnumerateArray())
        {
            Tensor target = state[key.GetProperty("name").GetString()!];
            target.CopyInPlace(Tensor.From(Values(key, target.ElementCount)).Reshape(target.Shape));
        }
    }

    private static float[] Values(JsonElement key, long count)
    {
        string kind = key.GetProperty("kind").GetString()!;
        uint c = (uint)Encoding.UTF8.GetBytes(key.GetProperty("name").GetString()!).Sum(b => b) % 97;
        double fanIn = key.TryGetProperty("fan_in", out JsonElement given) ? given.GetDouble() : 1;
        float[] values = new float[count];
        for (uint i = 0; i < count; i++)
        {
            double s = S(i, c);
            values[i] = (float)(kind switch
            {
                "conv_weight" => Math.Sqrt(2 / fanIn) * 1.2 * s,
                "linear_weight" => s / Math.Sqrt(fanIn),
                "bias" => 0.05 * s,
                "norm_weight" => 1 + (0.1 * s),
                "norm_bias" or "running_mean" => 0.1 * s,
                "running_var" => 1 + (0.1 * s * s),
                "num_batches_tracked" => 0,
                _ => 0.02 * s,
            });
        }

        return values;
    }

    private static float S(uint i, uint c)
    {
        unchecked
        {
            uint h = (i * 2654435761u) + ((c * 2246822519u) + 374761393u);
            h ^= h >> 15;
            h *= 2246822519u;
            h ^= h >> 13;
            h *= 3266489917u;
            h ^= h >> 16;
            return (float)((h / 2147483648.0) - 1.0);
        }
    }
}
