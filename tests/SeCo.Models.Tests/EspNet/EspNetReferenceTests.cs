using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Models.EspNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Checkpoints;
using Xunit;

namespace SeCo.Models.Tests.EspNet;

/// <summary>Against the authors' network: golden/networks/espnet_*, with the tolerances of its README.</summary>
public sealed class EspNetReferenceTests : ModelTest
{
    private const string CityscapesCase = "espnet_p2_q8";
    private const string CamVidCase = "espnet_p2_q8_camvid";
    private const string RuleCase = "espnet_p2_q8_rule";
    private const string Photograph = "data/camvid/images/val/0016E5_07959.webp";

    public static TheoryData<string> Cases { get; } = [CityscapesCase, CamVidCase, RuleCase];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_shapes_and_values_are_the_authors(string name)
    {
        JsonElement keys = Json(name, "keys.json");
        using Models.EspNet.EspNet network = Network(name);
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        Assert.Equal(keys.EnumerateArray().Select(k => k.GetProperty("name").GetString()), state.Keys);
        foreach (JsonElement key in keys.EnumerateArray())
        {
            Tensor tensor = state[key.GetProperty("name").GetString()!];
            Assert.Equal(key.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), tensor.Shape.ToArray());
            double[] values = tensor.To(DType.Float64).ToArray<double>();
            Assert.Equal(key.GetProperty("sum").GetDouble(), values.Sum(), 1e-9 * Math.Max(1, values.Sum(Math.Abs)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_and_features_are_the_authors(string name)
    {
        JsonElement config = Json(name, "config.json");
        using Models.EspNet.EspNet network = Network(name);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Array(name, "input.npy");
        Tensor logits = network.Forward(images);
        AssertClose(Array(name, "logits.npy"), logits.Slice(2, step: 2).Slice(3, step: 2), 2e-5, "logits");

        IReadOnlyList<Tensor> maps = network.Features(images);
        foreach ((Tensor map, string probe) in maps.Zip(["encoder.b1", "encoder.b2", "encoder.b3"]))
        {
            JsonElement expected = config.GetProperty("probes").GetProperty(probe);
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), map.Shape.ToArray());
            AssertSamples(expected.GetProperty("samples"), expected.GetProperty("max_abs").GetDouble(), map, 2e-5);
        }

        Assert.Equal(network.FeatureChannels, maps.Select(m => (int)m.Shape[1]));
        network.To(DType.Float64);
        AssertSamples(
            config.GetProperty("float64_samples").GetProperty("logits"),
            config.GetProperty("logits_stats").GetProperty("max_abs").GetDouble(),
            network.Forward(images.To(DType.Float64)),
            1e-9);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_the_authors(string name)
    {
        foreach (string part in new[] { "plain", "eval_mode" })
        {
            JsonElement expected = Json(name, "train.json").GetProperty(part);
            using Models.EspNet.EspNet network = Network(name);
            network.Train(part == "plain");
            AssertGradients(expected, network, name, DType.Float32, 1e-3);
            if (part == "plain")
            {
                AssertStatistics(expected.GetProperty("bn_after_forward"), network);
            }

            using Models.EspNet.EspNet precise = Network(name);
            precise.To(DType.Float64);
            precise.Train(part == "plain");
            AssertGradients(expected.GetProperty("float64"), precise, name, DType.Float64, 1e-6);
        }
    }

    [Theory]
    [InlineData(CityscapesCase, 16)]
    [InlineData(CamVidCase, 8)]
    public void A_photograph_gets_the_authors_classes(string name, int stride)
    {
        RgbImage photograph = RgbImageFile.Read(SharedData.Require(Photograph));
        LabelMap expected = LabelPng.Read(SharedData.Require($"golden/networks/{name}/image_argmax.png"));
        using Models.EspNet.EspNet network = Network(name);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor input = network.Prepare(photograph.Pixels, photograph.Width, photograph.Height);
        AssertClose(Array(name, "image_pre.npy").Reshape(1, 3, input.Shape[2] / 8, input.Shape[3] / 8), input.Slice(2, step: 8).Slice(3, step: 8), 1e-5, "input");
        Tensor logits = network.Forward(input);
        Tensor expectedLogits = Array(name, "image_logits.npy");
        AssertClose(expectedLogits, logits.Slice(2, step: stride).Slice(3, step: stride).Reshape(expectedLogits.Shape), 1e-4, "logits");
        byte[] classes = logits.Argmax(1).To(DType.UInt8).ToArray<byte>();
        int same = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            same += classes[i] == expected.Pixels[i] ? 1 : 0;
        }

        Assert.True(same >= 0.999 * classes.Length, $"{same} of {classes.Length} pixels agree");
    }

    [Fact]
    public void Cityscapes_label_ids_are_the_authors()
    {
        LabelMap classes = LabelPng.Read(SharedData.Require($"golden/networks/{CityscapesCase}/image_argmax.png"));
        LabelMap ids = LabelPng.Read(SharedData.Require($"golden/networks/{CityscapesCase}/image_labelids.png"));
        byte[] mapped = [.. classes.Pixels.ToArray().Select(c => EspNetConfig.CityscapesLabelIds[c])];
        Assert.Equal(ids.Pixels.ToArray(), mapped);
    }

    private static void AssertGradients(JsonElement expected, Models.EspNet.EspNet network, string name, DType type, double tolerance)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor loss = network.Forward(Array(name, "train_input.npy").To(type)).CrossEntropy(Array(name, "labels.npy").To(DType.Int64));
        loss.Backward();
        double expectedLoss = expected.GetProperty("losses").GetProperty("loss").GetDouble();
        Assert.Equal(expectedLoss, loss.Item(), Math.Min(tolerance, 1e-4) * expectedLoss);
        IReadOnlyDictionary<string, Tensor> parameters = network.NamedParameters();
        foreach (JsonProperty norm in expected.GetProperty("grad_norms").EnumerateObject())
        {
            Assert.Equal(norm.Value.GetDouble(), Math.Sqrt(SquaredGradient(parameters[norm.Name])), tolerance * norm.Value.GetDouble());
        }

        double all = expected.GetProperty("grad_norm_all_parameters").GetDouble();
        Assert.Equal(all, Math.Sqrt(parameters.Values.Sum(SquaredGradient)), tolerance * all);
    }

    private static void AssertStatistics(JsonElement expected, Models.EspNet.EspNet network)
    {
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        foreach (JsonProperty norm in expected.EnumerateObject())
        {
            double mean = norm.Value.GetProperty("running_mean_sum").GetDouble();
            double variance = norm.Value.GetProperty("running_var_sum").GetDouble();
            Assert.Equal(mean, state[$"{norm.Name}.running_mean"].Sum().Item(), 1e-3 * Math.Abs(mean));
            Assert.Equal(variance, state[$"{norm.Name}.running_var"].Sum().Item(), 1e-3 * variance);
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

    private static double SquaredGradient(Tensor parameter)
    {
        using TensorScope scope = TensorScope.Open();
        return parameter.Grad!.To(DType.Float64).Square().Sum().Item();
    }

    private static Models.EspNet.EspNet Network(string name)
    {
        JsonElement keys = Json(name, "keys.json");
        if (name == RuleCase)
        {
            Models.EspNet.EspNet filled = new();
            RuleWeights.Fill(filled, keys);
            return filled;
        }

        bool isCamVid = name == CamVidCase;
        using ICheckpoint checkpoint = CheckpointFile.Open(SharedData.Require($"data/espnet/espnet_p_2_q_8{(isCamVid ? "_camvid" : "")}.pth"));
        Models.EspNet.EspNet network = new(isCamVid ? EspNetConfig.CamVid : EspNetConfig.Cityscapes);
        network.LoadPretrained(checkpoint);
        return network;
    }

    private static Tensor Array(string name, string file) => Npy.Read(SharedData.Require($"golden/networks/{name}/{file}"));

    private static JsonElement Json(string name, string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require($"golden/networks/{name}/{file}")));
        return document.RootElement.Clone();
    }
}
