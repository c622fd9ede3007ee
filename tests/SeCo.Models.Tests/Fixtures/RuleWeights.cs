using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Tests.Fixtures;

/// <summary>Fills networks by the rule of golden/networks/README.md.</summary>
internal static class RuleWeights
{
    /// <summary>Makes a network and fills it. The list is read first: a test that is skipped for want of it leaves no tensors behind.</summary>
    public static T Filled<T>(JsonElement keys, Func<T> create, Func<string, bool>? isUnused = null)
        where T : Module
    {
        T network = create();
        Fill(network, keys, isUnused);
        return network;
    }

    /// <summary>Fills every parameter and buffer by its kind in <c>keys.json</c>.</summary>
    /// <param name="network">The network; a name of the list that it does not know must be unused.</param>
    /// <param name="keys">The list.</param>
    /// <param name="isUnused">Names that the network need not have; none where null.</param>
    public static void Fill(Module network, JsonElement keys, Func<string, bool>? isUnused = null) =>
        Fill(network, keys.EnumerateArray().Select(k => (k.GetProperty("name").GetString()!, k.GetProperty("kind").GetString()!)), isUnused);

    /// <inheritdoc cref="Fill(Module, JsonElement, Func{string, bool})"/>
    public static void Fill(Module network, IEnumerable<(string Name, string Kind)> keys, Func<string, bool>? isUnused = null)
    {
        using GradMode mode = GradMode.Disable();
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        foreach ((string name, string kind) in keys)
        {
            if (isUnused?.Invoke(name) != true)
            {
                float[] values = Values(name, kind, state[name].Shape, state[name].ElementCount);
                using Tensor source = Tensor.FromBytes(DType.Float32, state[name].Shape, MemoryMarshal.AsBytes<float>(values));
                state[name].CopyInPlace(source);
            }
        }
    }

    /// <summary>So many values of the rule, <c>[count]</c>, from a start of their own.</summary>
    public static Tensor Values(uint start, int count, Func<double, double> rule) =>
        Tensor.From([.. Enumerable.Range(0, count).Select(i => (float)rule(S((uint)i, start)))], count);

    private static float[] Values(string name, string kind, ReadOnlySpan<long> shape, long count)
    {
        double fanIn = shape.Length > 1 ? Initializers.FanIn(shape) : 1;
        double deviation = Math.Sqrt(2 / fanIn) * 1.2;
        Func<double, double> rule = kind switch
        {
            "conv_weight" => s => deviation * s,
            "linear_weight" => s => s / Math.Sqrt(fanIn),
            "bias" => s => 0.05 * s,
            "norm_weight" => s => 1 + (0.1 * s),
            "norm_bias" or "running_mean" => s => 0.1 * s,
            "running_var" => s => 1 + (0.1 * s * s),
            "num_batches_tracked" => _ => 0,
            "embedding" => s => s,
            _ => s => 0.02 * s,
        };
        uint c = (uint)Encoding.UTF8.GetBytes(name).Sum(b => b) % 97;
        float[] values = new float[count];
        for (uint i = 0; i < values.Length; i++)
        {
            values[i] = (float)rule(S(i, c));
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
