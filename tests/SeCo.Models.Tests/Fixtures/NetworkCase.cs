using System.Text.Json;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.Fixtures;

/// <summary>One folder of golden/networks: what the authors' network computed, and how to compare with it.</summary>
/// <param name="Name">Name of the folder.</param>
internal sealed record NetworkCase(string Name)
{
    /// <summary>The tolerances of the README: gradients in float32 of networks whose norms use running statistics, and in float64.</summary>
    private const double GradientTolerance = 1e-3;
    private const double PreciseGradientTolerance = 1e-6;

    /// <summary>Weights below it are made zero when they are loaded; all others are the authors' to the last bit.</summary>
    private const double Vanished = 1e-20;

    public JsonElement Config => Json("config.json");

    public JsonElement Keys => Json("keys.json");

    public JsonElement Training => Json("train.json");

    /// <summary>True where the folder holds the file.</summary>
    public bool Has(string file) => SharedData.TryFind($"golden/networks/{Name}/{file}") is not null;

    /// <summary>An array of the folder.</summary>
    public Tensor Array(string file) => Npy.Read(SharedData.Require($"golden/networks/{Name}/{file}"));

    /// <summary>A JSON file of the folder.</summary>
    public JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require($"golden/networks/{Name}/{file}")));
        return document.RootElement.Clone();
    }

    /// <summary>Fails where names, their order, shapes or values are not the authors'.</summary>
    public void AssertState(Module network, Func<string, bool>? isUnused = null)
    {
        JsonElement[] keys = [.. Keys.EnumerateArray().Where(k => isUnused?.Invoke(k.GetProperty("name").GetString()!) != true)];
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        Assert.Equal(keys.Select(k => k.GetProperty("name").GetString()), state.Keys);
        foreach (JsonElement key in keys)
        {
            using TensorScope scope = TensorScope.Open();
            Tensor tensor = state[key.GetProperty("name").GetString()!];
            Assert.Equal(key.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), tensor.Shape.ToArray());
            Tensor values = tensor.To(DType.Float64).Reshape(-1);
            Assert.Equal(key.GetProperty("sum").GetDouble(), values.Sum().Item(), 1e-9 * Math.Max(1, values.Abs().Sum().Item()));
            if (key.TryGetProperty("first", out JsonElement first))
            {
                Assert.Equal(first.GetDouble(), values.Select(0, 0).Item(), Vanished);
                Assert.Equal(key.GetProperty("last").GetDouble(), values.Select(0, -1).Item(), Vanished);
            }
        }
    }

    /// <summary>Fails where elements of the whole output in double precision differ from the authors'.</summary>
    public void AssertPreciseSamples(string output, Tensor actual) => AssertSamples(
        Config.GetProperty("float64_samples").GetProperty(output), actual.To(DType.Float64).Abs().Max().Item(), actual, 1e-9);

    /// <summary>Fails where an inner result differs in shape or samples.</summary>
    public void AssertProbe(string probe, Tensor actual, double tolerance)
    {
        JsonElement expected = Config.GetProperty("probes").GetProperty(probe);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), actual.Shape.ToArray());
        AssertSamples(expected.GetProperty("samples"), expected.GetProperty("max_abs").GetDouble(), actual, tolerance);
    }

    /// <summary>Runs one training step of the authors and compares losses, gradients and the norms' statistics.</summary>
    /// <param name="part">Which one: <c>plain</c>, <c>eval_mode</c>, ….</param>
    /// <param name="network">The network, with the authors' weights, in float32 or float64.</param>
    /// <param name="losses">Makes the losses by name of the images and the labels; the one named <c>loss</c> is derived.</param>
    public void AssertStep(string part, Module network, Func<Tensor, Tensor, IReadOnlyDictionary<string, Tensor>> losses)
    {
        using TensorScope scope = TensorScope.Open();
        IReadOnlyDictionary<string, Tensor> parameters = network.NamedParameters();
        DType type = parameters.Values.First().DType;
        JsonElement single = Training.GetProperty(part);
        JsonElement expected = type == DType.Float64 ? single.GetProperty("float64") : single;
        network.Train(part != "eval_mode");
        ClearGradients();
        IReadOnlyDictionary<string, Tensor> found = losses(Array("train_input.npy").To(type), Array("labels.npy").To(DType.Int64));
        found["loss"].Backward();
        double lossTolerance = type == DType.Float64 ? PreciseGradientTolerance : 1e-4;
        foreach (JsonProperty loss in expected.GetProperty("losses").EnumerateObject())
        {
            AssertRelative(loss.Value.GetDouble(), found[loss.Name].Item(), lossTolerance, $"{part} {loss.Name}");
        }

        // Batch statistics make float32 gradients of deep residual networks ill-conditioned: the README gives the difference that rounding alone makes.
        double tolerance = type == DType.Float64
            ? PreciseGradientTolerance
            : Math.Max(GradientTolerance, 5 * single.GetProperty("relative_difference_float32_float64").GetDouble());
        foreach (JsonProperty norm in expected.GetProperty("grad_norms").EnumerateObject())
        {
            AssertRelative(norm.Value.GetDouble(), Math.Sqrt(SquaredGradient(parameters[norm.Name])), tolerance, $"{part} {type} gradient of {norm.Name}");
        }

        double all = Math.Sqrt(parameters.Values.Where(p => p.Grad is not null).Sum(SquaredGradient));
        AssertRelative(expected.GetProperty("grad_norm_all_parameters").GetDouble(), all, tolerance, $"{part} {type} gradient of all");
        if (single.TryGetProperty("bn_after_forward", out JsonElement statistics))
        {
            AssertStatistics(statistics, network.StateDictionary());
        }

        ClearGradients();

        void ClearGradients()
        {
            foreach (Tensor parameter in network.NamedParameters().Values)
            {
                parameter.ClearGrad();
            }
        }
    }

    private static void AssertStatistics(JsonElement expected, IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (JsonProperty norm in expected.EnumerateObject())
        {
            AssertRelative(norm.Value.GetProperty("running_mean_sum").GetDouble(), state[$"{norm.Name}.running_mean"].Sum().Item(), 1e-3, norm.Name);
            AssertRelative(norm.Value.GetProperty("running_var_sum").GetDouble(), state[$"{norm.Name}.running_var"].Sum().Item(), 1e-3, norm.Name);
            Assert.Equal(norm.Value.GetProperty("num_batches_tracked").GetDouble(), state[$"{norm.Name}.num_batches_tracked"].Item());
        }
    }

    private static void AssertSamples(JsonElement samples, double scale, Tensor actual, double tolerance)
    {
        double[] values = actual.To(DType.Float64).ToArray<double>();
        foreach (JsonElement sample in samples.EnumerateArray())
        {
            Assert.Equal(sample[1].GetDouble(), values[sample[0].GetInt32()], tolerance * scale);
        }
    }

    private static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{what}: {actual} instead of {expected}, allowed {tolerance:e1}");

    private static double SquaredGradient(Tensor parameter)
    {
        using TensorScope scope = TensorScope.Open();
        return parameter.Grad!.To(DType.Float64).Square().Sum().Item();
    }
}
