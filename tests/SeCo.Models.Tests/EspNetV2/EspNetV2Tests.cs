using System.Globalization;
using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Resampling;
using SeCo.Models.EspNetV2;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.EspNetV2;

/// <summary>By itself on small inputs, and against the authors' network: every folder of golden/espnetv2, with the tolerances of its README.</summary>
public sealed class EspNetV2Tests : ModelTest
{
    private const double Near = 1e-4;

    private static readonly EspNetV2Config Small = new() { Classes = 5, Widths = [16, 32, 48, 64], EighthUnits = 1, SixteenthUnits = 2 };

    /// <summary>The folders of the golden set; one row that is skipped where there is none.</summary>
    public static TheoryData<string> Cases => SharedData.TryFind("golden/espnetv2") is { } root
        ? [.. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(folder => Path.GetFileName(folder)!)]
        : ["(none)"];

    [Fact]
    public void It_answers_at_half_size_trains_and_has_maps_of_its_widths()
    {
        using Models.EspNetV2.EspNetV2 network = new(Small, new RandomSource(1));
        Tensor images = Noise(2, 2, 3, 32, 48);
        Assert.Equal([2, 5, 16, 24], network.CoarseLogits(images).Shape.ToArray());
        Assert.Equal([2, 5, 32, 48], network.Forward(images).Shape.ToArray());
        IReadOnlyList<Tensor> maps = network.Features(images);
        Assert.Equal(network.FeatureChannels, maps.Select(m => (int)m.Shape[1]));
        Assert.Equal([.. Small.Widths, 32], network.FeatureChannels); // the decoder's map comes last
        Assert.Equal([16, 8, 4, 2, 8], maps.Select(m => (int)m.Shape[2]));

        network.Forward(images).LogSumExp([1]).Mean().Backward();
        string[] without = [.. network.NamedParameters().Where(p => p.Value.Grad is null).Select(p => p.Key)];
        Assert.Equal(((int[])[2, 3, 4]).Select(level => $"base_net.level{level}_0.eesp.module_act.weight"), without); // the authors' have it, unused
    }

    [Theory]
    [InlineData(1, "16,32,48,64")]
    [InlineData(5, "16,32,48")]
    [InlineData(5, "16,30,48,64")]
    [InlineData(5, "32,16,48,64")]
    public void Impossible_shapes_are_refused(int classes, string widths)
    {
        EspNetV2Config config = Small with { Classes = classes, Widths = [.. widths.Split(',').Select(w => int.Parse(w, CultureInfo.InvariantCulture))] };
        Assert.Throws<ArgumentException>(() => new Models.EspNetV2.EspNetV2(config));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_shapes_and_values_are_the_authors(string name)
    {
        JsonElement keys = Json(name, "keys.json");
        using Models.EspNetV2.EspNetV2 network = Network(name);
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        IEnumerable<string> names = keys.EnumerateArray().Select(k => k.GetProperty("name").GetString()!);
        Assert.Equal(names.Order(StringComparer.Ordinal), state.Keys.Order(StringComparer.Ordinal));
        foreach (JsonElement key in keys.EnumerateArray())
        {
            Tensor tensor = state[key.GetProperty("name").GetString()!];
            Assert.Equal(key.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), tensor.Shape.ToArray());
            Tensor values = tensor.To(DType.Float64).Reshape(-1);
            Assert.Equal(key.GetProperty("sum").GetDouble(), values.Sum().Item(), 1e-9 * Math.Max(1, values.Abs().Sum().Item()));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_and_inner_maps_are_the_authors(string name)
    {
        using Models.EspNetV2.EspNetV2 network = Network(name);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        foreach (JsonElement one in Json(name, "config.json").GetProperty("cases").EnumerateArray())
        {
            Tensor input = Array(name, one.GetProperty("input").GetString()!);
            int stride = one.GetProperty("logits_pixel_stride").GetInt32();
            AssertClose(
                Array(name, one.GetProperty("logits").GetString()!), network.Forward(input).Slice(2, step: stride).Slice(3, step: stride), Near, "logits");
            IReadOnlyList<Tensor> maps = network.Features(input);
            foreach ((Tensor map, string probe) in maps.Zip(["base_net.level1", "base_net.level2_0", "base_net.level3.2", "base_net.level4.6"]))
            {
                JsonElement expected = one.GetProperty("probes").GetProperty(probe);
                AssertSamples(expected.GetProperty("samples"), expected.GetProperty("max_abs").GetDouble(), map, Near);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Double_precision_and_gradients_are_the_authors(string name)
    {
        JsonElement config = Json(name, "config.json"), training = Json(name, "train.json");
        using Models.EspNetV2.EspNetV2 network = Network(name);
        network.To(DType.Float64);
        network.Eval();
        using (GradMode.Disable())
        {
            foreach (JsonElement one in config.GetProperty("cases").EnumerateArray().Where(c => c.TryGetProperty("float64_samples", out _)))
            {
                Tensor logits = network.Forward(Array(name, one.GetProperty("input").GetString()!).To(DType.Float64));
                AssertSamples(one.GetProperty("float64_samples"), logits.Abs().Max().Item(), logits, 1e-9);
            }
        }

        foreach ((string part, bool trains) in new[] { ("eval_mode", false), ("plain", true) })
        {
            using TensorScope scope = TensorScope.Open();
            network.Train(trains);
            foreach (Tensor parameter in network.NamedParameters().Values)
            {
                parameter.ClearGrad();
            }

            JsonElement expected = training.GetProperty(part).GetProperty("float64");
            Tensor input = Array(name, training.GetProperty("input").GetString()!).To(DType.Float64);
            Tensor labels = Array(name, training.GetProperty("labels").GetString()!).To(DType.Int64);
            Tensor loss = network.Forward(input).CrossEntropy(labels, null, Reduction.Mean, 255);
            loss.Backward();
            Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.Item(), 1e-6 * loss.Item());
            IReadOnlyDictionary<string, Tensor> parameters = network.NamedParameters();
            foreach (JsonProperty norm in expected.GetProperty("grad_norms").EnumerateObject())
            {
                double found = Math.Sqrt(parameters[norm.Name].Grad!.Square().Sum().Item());
                Assert.Equal(norm.Value.GetDouble(), found, 1e-6 * norm.Value.GetDouble());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_photograph_gets_the_authors_classes(string name)
    {
        using Models.EspNetV2.EspNetV2 network = Network(name);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        foreach ((JsonElement image, int i) in Json(name, "config.json").GetProperty("images").EnumerateArray().Select((image, i) => (image, i)))
        {
            string file = Path.ChangeExtension(image.GetProperty("image").GetString()!, ".webp");
            RgbImage photograph = RgbImageFile.Read(SharedData.Require($"data/camvid/images/{file}"));
            int[] size = [.. image.GetProperty("size").EnumerateArray().Select(s => s.GetInt32())];
            RgbImage resized = AntialiasedResize.Bilinear(photograph, size[0], size[1]);
            Tensor input = network.Preprocessing.Normalization.Normalize(resized.Pixels, size[0], size[1]);
            Tensor seen = Every(input, image.GetProperty("pre_stride").GetInt32()), expected = Array(name, $"image_{i}_pre.npy");
            AssertClose(expected, seen.Reshape(expected.Shape), 1e-6, "input");
            Tensor logits = network.Forward(input);
            Tensor answers = Every(logits, image.GetProperty("logits_stride").GetInt32()), right = Array(name, $"image_{i}_logits.npy");
            AssertClose(right, answers.Reshape(right.Shape), Near, "logits");

            byte[] classes = logits.Argmax(1).To(DType.UInt8).ToArray<byte>();
            LabelMap map = LabelPng.Read(SharedData.Require($"golden/espnetv2/{name}/image_{i}_argmax.png"));
            int same = classes.Zip(map.Pixels.ToArray()).Count(pair => pair.First == pair.Second);
            Assert.True(same >= 0.999 * classes.Length, $"{same} of {classes.Length} pixels agree");
        }
    }

    private static Tensor Every(Tensor maps, int stride) => maps.Slice(2, step: stride).Slice(3, step: stride);

    private static void AssertSamples(JsonElement samples, double scale, Tensor actual, double tolerance)
    {
        double[] values = actual.To(DType.Float64).ToArray<double>();
        foreach (JsonElement sample in samples.EnumerateArray())
        {
            Assert.Equal(sample[1].GetDouble(), values[sample[0].GetInt32()], tolerance * scale);
        }
    }

    private static JsonElement Json(string name, string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require($"golden/espnetv2/{name}/{file}")));
        return document.RootElement.Clone();
    }

    private static Tensor Array(string name, string file) => Npy.Read(SharedData.Require($"golden/espnetv2/{name}/{file}"));

    private static Models.EspNetV2.EspNetV2 Network(string name)
    {
        JsonElement config = Json(name, "config.json");
        using ICheckpoint checkpoint = CheckpointFile.Open(SharedData.Require($"data/espnetv2/{config.GetProperty("weights").GetString()}"));
        string scale = config.GetProperty("scale").GetDouble().ToString("0.0", CultureInfo.InvariantCulture);
        EspNetV2Config shape = EspNetV2Config.Scales.Single(s => s.Scale == scale).Config with { Classes = config.GetProperty("classes").GetInt32() };
        Models.EspNetV2.EspNetV2 network = new(shape);
        network.LoadPretrained(checkpoint);
        return network;
    }
}
