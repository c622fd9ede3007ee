using System.Text.Json;
using SeCo.Models.ResNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Models.Tests.ResNet;

/// <summary>Against the reference implementation's classifier: golden/scc/network, with the tolerances of its README.</summary>
public sealed class ResNetReferenceTests : ModelTest
{
    private const string Folder = "golden/scc/network";
    private const int Classes = 19;

    public static TheoryData<string, int> Runs { get; } = new() { { "hash", 18 }, { "hash", 50 }, { "sin", 18 }, { "sin", 50 } };

    public static TheoryData<int, DType> TrainingRuns { get; } = new()
    {
        { 18, DType.Float32 }, { 18, DType.Float64 }, { 50, DType.Float32 }, { 50, DType.Float64 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Weights_made_by_the_rule_are_the_references(string scheme, int depth)
    {
        JsonElement[] expected = [.. Json("weights_check.json").GetProperty($"{scheme}_{depth}").EnumerateArray()];
        using RegionClassifier network = Network(scheme, depth, MaskPlacement.None);
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        Assert.Equal(expected.Select(e => e.GetProperty("name").GetString()), state.Keys);
        foreach (JsonElement tensor in expected)
        {
            string name = tensor.GetProperty("name").GetString()!;
            Assert.Equal(tensor.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), state[name].Shape.ToArray());
            if (state[name].DType == DType.Float32)
            {
                float[] values = state[name].ToArray<float>();
                Assert.Equal(Numbers(tensor, "first")[0], values[0], 1e-6);
                Assert.Equal(tensor.GetProperty("last").GetDouble(), values[^1], 1e-6);
                Assert.Equal(tensor.GetProperty("abs_mean").GetDouble(), values.Average(v => (double)Math.Abs(v)), 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Logits_with_each_mask_placement_are_the_references(string scheme, int depth)
    {
        JsonElement run = Run(scheme, depth);
        Tensor images = Npy.Read(SharedData.Require($"{Folder}/input.npy"));
        Tensor masks = Npy.Read(SharedData.Require($"{Folder}/mask.npy"));
        using GradMode mode = GradMode.Disable();
        using RegionClassifier source = Network(scheme, depth, MaskPlacement.None);
        foreach ((MaskPlacement placement, string entry, string noise) in new[]
        {
            (MaskPlacement.None, "logits_no_mask", "no_mask"),
            (MaskPlacement.Reference, "logits_mask", "mask"),
            (MaskPlacement.Paper, "logits_paper_pool", "paper_pool"),
        })
        {
            using RegionClassifier network = new(new SeCo.Models.ResNet.ResNet(ResNetConfig.Reference(depth)), Classes, placement);
            Copy(source, network);
            network.Eval();
            double tolerance = Math.Max(1e-5, 20 * run.GetProperty("float32_noise").GetProperty("logits").GetProperty(noise).GetDouble());
            AssertClose(Numbers(run, entry), Values(network.Forward(images, masks)), tolerance, entry);
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Stages_of_the_masked_run_are_the_references(string scheme, int depth)
    {
        JsonElement stages = Run(scheme, depth).GetProperty("stages_with_mask");
        Tensor images = Npy.Read(SharedData.Require($"{Folder}/input.npy"));
        Tensor masks = Npy.Read(SharedData.Require($"{Folder}/mask.npy"));
        using RegionClassifier network = Network(scheme, depth, MaskPlacement.Reference);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Models.ResNet.ResNet encoder = (Models.ResNet.ResNet)network.Encoder;
        AssertStage(stages, "conv1", ((Conv2d)encoder.Parts["conv1"]).Forward(images));
        IReadOnlyList<Tensor> maps = encoder.Features(images, masks);
        for (int i = 0; i < maps.Count; i++)
        {
            AssertStage(stages, $"layer{i + 1}", maps[i]);
        }

        AssertStage(stages, "avgpool", network.Pool(images, masks).Unsqueeze(2).Unsqueeze(3));
    }

    [Theory]
    [MemberData(nameof(TrainingRuns))]
    public void Gradients_with_frozen_statistics_are_the_references(int depth, DType type)
    {
        JsonElement run = Run("hash", depth);
        using RegionClassifier network = Network("hash", depth, MaskPlacement.Reference);
        network.To(type);
        network.Eval();
        (double loss, Tensor logits) = Backward(network, type);
        AssertStep(Step.Of(run, "eval_backward", type, index: null), network, loss, logits);
    }

    [Theory]
    [MemberData(nameof(TrainingRuns))]
    public void Training_steps_are_the_references(int depth, DType type)
    {
        JsonElement run = Run("hash", depth);
        using RegionClassifier network = Network("hash", depth, MaskPlacement.Reference);
        network.To(type);
        using Sgd optimizer = new(
            [new ParameterGroup(network.HeadParameters()) { LearningRateFactor = 10 }, new ParameterGroup(network.BodyParameters())],
            momentum: 0.9, weightDecay: 1e-3, nesterov: true);
        int steps = run.GetProperty("train").GetArrayLength();
        for (int i = 0; i < steps; i++)
        {
            optimizer.ClearGrad();
            (double loss, Tensor logits) = Backward(network, type);
            Step expected = Step.Of(run, "train", type, i);
            AssertStep(expected, network, loss, logits);
            optimizer.Step(1e-3);
            AssertUpdated(expected, network);
        }
    }

    private static void AssertStep(Step expected, RegionClassifier network, double loss, Tensor logits)
    {
        IReadOnlyDictionary<string, Tensor> parameters = network.NamedParameters();
        double[] conv1 = Values(parameters["conv1.weight"].Grad!);
        double[] fc = Values(parameters["fc.weight"].Grad!);
        expected.AssertEntry("loss", [loss]);
        expected.AssertEntry("logits", Values(logits));
        expected.AssertEntry("grad_norm_conv1", [Norm(conv1)]);
        expected.AssertEntry("grad_norm_fc", [Norm(fc)]);
        expected.AssertEntry("grad_conv1_first32", conv1[..32]);
        expected.AssertEntry("grad_fc_first32", fc[..32]);
        expected.AssertEntry("grad_fc_bias", Values(parameters["fc.bias"].Grad!));
        expected.AssertEntry("grad_bn1_weight_first8", Values(parameters["bn1.weight"].Grad!)[..8]);
    }

    private static void AssertUpdated(Step expected, RegionClassifier network)
    {
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        expected.AssertEntry("fc_weight_0_first8", Values(state["fc.weight"])[..8]);
        expected.AssertEntry("fc_bias_first8", Values(state["fc.bias"])[..8]);
        expected.AssertEntry("conv1_weight_first8", Values(state["conv1.weight"])[..8]);
        expected.AssertEntry("bn1_weight_first8", Values(state["bn1.weight"])[..8]);
        expected.AssertEntry("bn1_running_mean_first8", Values(state["bn1.running_mean"])[..8]);
        expected.AssertEntry("bn1_running_var_first8", Values(state["bn1.running_var"])[..8]);
    }

    private static void AssertStage(JsonElement stages, string name, Tensor actual)
    {
        JsonElement expected = stages.GetProperty(name);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), actual.Shape.ToArray());
        double[] values = Values(actual);
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        double scale = expected.GetProperty("std").GetDouble();
        Assert.Equal(expected.GetProperty("mean").GetDouble(), mean, 1e-5 * scale);
        Assert.Equal(scale, deviation, 1e-5 * scale);
        double[] first = Numbers(expected, "first8");
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i], values[i], 1e-4 * scale);
        }
    }

    private static (double Loss, Tensor Logits) Backward(RegionClassifier network, DType type)
    {
        Tensor images = Npy.Read(SharedData.Require($"{Folder}/input.npy")).To(type);
        Tensor masks = Npy.Read(SharedData.Require($"{Folder}/train_mask.npy"));
        long[] labels = [.. Json("results.json").GetProperty("labels").EnumerateArray().Select(e => e.GetInt64())];
        Tensor logits = network.Forward(images, masks);
        Tensor loss = logits.CrossEntropy(Tensor.From(labels), labelSmoothing: 0.1);
        loss.Backward();
        return (loss.Item(), logits);
    }

    private static RegionClassifier Network(string scheme, int depth, MaskPlacement placement)
    {
        RegionClassifier network = new(new SeCo.Models.ResNet.ResNet(ResNetConfig.Reference(depth)), Classes, placement);
        GeneratedWeights.Fill(network, scheme);
        return network;
    }

    private static void Copy(RegionClassifier source, RegionClassifier target)
    {
        IReadOnlyDictionary<string, Tensor> values = source.StateDictionary();
        foreach ((string name, Tensor tensor) in target.StateDictionary())
        {
            tensor.CopyInPlace(values[name]);
        }
    }

    private static JsonElement Run(string scheme, int depth) => Json("results.json").GetProperty("runs").EnumerateArray()
        .Single(r => r.GetProperty("scheme").GetString() == scheme && r.GetProperty("depth").GetInt32() == depth);

    private static JsonElement Json(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require($"{Folder}/{name}")));
        return document.RootElement.Clone();
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));

    private static double[] Values(Tensor tensor)
    {
        using TensorScope scope = TensorScope.Open();
        return tensor.To(DType.Float64).ToArray<double>();
    }

    /// <summary>A number, a list or a list of lists as one list.</summary>
    private static double[] Numbers(JsonElement parent, string name) => [.. Flat(parent.GetProperty(name))];

    private static IEnumerable<double> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element.GetDouble()];

    /// <summary>What one step must give, and how exactly.</summary>
    private sealed record Step(JsonElement Expected, JsonElement? Noise)
    {
        public static Step Of(JsonElement run, string name, DType type, int? index)
        {
            JsonElement expected = run.GetProperty(type == DType.Float64 ? $"{name}_float64" : name);
            JsonElement noise = run.GetProperty("float32_noise").GetProperty(name);
            return new Step(index is { } i ? expected[i] : expected, type == DType.Float64 ? null : index is { } j ? noise[j] : noise);
        }

        public void AssertEntry(string name, double[] actual)
        {
            // Training normalises with the statistics of few cells, which multiplies rounding: the linear layer's gradients came within 1.1e-5.
            double floor = name.Contains("conv1", StringComparison.Ordinal) || name.Contains("bn1", StringComparison.Ordinal) ? 1e-2
                : name.StartsWith("grad_fc", StringComparison.Ordinal) ? 3e-5 : 1e-5;
            double tolerance = Noise is { } noise ? Math.Max(floor, 20 * noise.GetProperty(name).GetDouble()) : 1e-6;
            AssertClose(Numbers(Expected, name), actual, tolerance, name);
        }
    }
}
