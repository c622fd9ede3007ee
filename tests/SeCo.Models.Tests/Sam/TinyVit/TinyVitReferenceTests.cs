using System.Text.Json;
using SeCo.Models.Sam;
using SeCo.Models.Sam.TinyVit;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.Sam.TinyVit;

/// <summary>Against the authors' network: golden/networks/mobilesam_tinyvit_5m*, with the tolerances of its README.</summary>
public sealed class TinyVitReferenceTests : ModelTest
{
    private const string FullCase = "mobilesam_tinyvit_5m";
    private const string SmallCase = "mobilesam_tinyvit_5m_small";

    public static TheoryData<string> Cases { get; } = [FullCase, SmallCase];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_shapes_and_values_are_the_authors(string name)
    {
        JsonElement keys = Json(name, "keys.json");
        using TinyVitImageEncoder network = Network(name);
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
    public void Embeddings_are_the_authors(string name)
    {
        JsonElement config = Json(name, "config.json");
        using TinyVitImageEncoder network = Network(name);
        using GradMode mode = GradMode.Disable();
        Tensor embedding = network.Forward(Images(name, network.ImageSize));
        Assert.Equal(config.GetProperty("output_shape").EnumerateArray().Select(e => e.GetInt64()), embedding.Shape.ToArray());
        int stride = config.GetProperty("output_flat_stride").GetInt32();
        AssertClose(Npy.Read(SharedData.Require($"golden/networks/{name}/output.npy")).Reshape(-1), embedding.Reshape(-1).Slice(0, step: stride), 2e-5, name);
    }

    [Fact]
    public void Embeddings_in_float64_are_the_authors_almost_to_the_last_digit()
    {
        JsonElement config = Json(SmallCase, "config.json");
        using TinyVitImageEncoder network = Network(SmallCase);
        network.To(DType.Float64);
        using GradMode mode = GradMode.Disable();
        double[] values = network.Forward(Images(SmallCase, network.ImageSize).To(DType.Float64)).Contiguous().ToArray<double>();
        double scale = config.GetProperty("output_stats").GetProperty("max_abs").GetDouble();
        foreach (JsonElement sample in config.GetProperty("float64_samples").GetProperty("output").EnumerateArray())
        {
            Assert.Equal(sample[1].GetDouble(), values[sample[0].GetInt32()], 1e-9 * scale);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maps_after_each_part_are_the_authors(string name)
    {
        JsonElement probes = Json(name, "config.json").GetProperty("probes");
        using TinyVitImageEncoder network = Network(name);
        using GradMode mode = GradMode.Disable();
        Tensor map = Layer(network, "patch_embed", "seq").Forward(Images(name, network.ImageSize).ToMemoryFormat(MemoryFormat.ChannelsLast));
        AssertProbe(probes, "patch_embed", map, isToken: false);
        for (int i = 0; i < TinyVitConfig.StageCount; i++)
        {
            if (i < 3)
            {
                AssertProbe(probes, $"layers.{i}.blocks.0", Layer(network, "layers", $"{i}", "blocks", "0").Forward(map), isToken: i > 0);
            }

            map = Layer(network, "layers", $"{i}").Forward(map);
            AssertProbe(probes, $"layers.{i}", map, isToken: true);
        }

        map = Layer(network, "neck", "0").Forward(map);
        AssertProbe(probes, "neck.0", map, isToken: false);
        AssertProbe(probes, "neck.1", Layer(network, "neck", "1").Forward(map), isToken: false);
    }

    [Fact]
    public void In_bfloat16_the_embeddings_stay_close()
    {
        using TinyVitImageEncoder network = Network(SmallCase);
        using GradMode mode = GradMode.Disable();
        Tensor images = Images(SmallCase, network.ImageSize);
        Tensor expected = network.Forward(images);
        network.To(DType.BFloat16);
        Tensor actual = network.Forward(images.To(DType.BFloat16));
        Assert.Equal(DType.BFloat16, actual.DType);
        AssertClose(expected, actual.To(DType.Float32), 3e-2);
    }

    private static void AssertProbe(JsonElement probes, string name, Tensor map, bool isToken)
    {
        JsonElement expected = probes.GetProperty(name);
        Tensor arranged = isToken ? map.Permute(0, 2, 3, 1).Flatten(1, 2) : map;
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), arranged.Shape.ToArray());
        float[] values = arranged.Contiguous().ToArray<float>();
        double scale = expected.GetProperty("max_abs").GetDouble();
        foreach (JsonElement sample in expected.GetProperty("samples").EnumerateArray())
        {
            Assert.Equal(sample[1].GetDouble(), values[sample[0].GetInt32()], 2e-5 * scale);
        }

        double sum = expected.GetProperty("sum_abs").GetDouble();
        Assert.Equal(sum, values.Sum(v => (double)Math.Abs(v)), 1e-6 * sum);
    }

    private static Layer Layer(Module module, params string[] path) => (Layer)path.Aggregate(module, (m, name) => m.Parts[name]);

    private static TinyVitImageEncoder Network(string name)
    {
        TinyVitImageEncoder network = RuleWeights.Filled(Json(name, "keys.json"), () => new TinyVitImageEncoder(imageSize: name == FullCase ? 1024 : 256));
        network.Eval();
        return network;
    }

    private static Tensor Images(string name, int size)
    {
        float[] values = new float[3 * size * size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Sin((0.37 * i) + (0.1 * (i / (size * size))));
        }

        Tensor images = Tensor.From(values).Reshape(1, 3, size, size);
        Tensor sample = Npy.Read(SharedData.Require($"golden/networks/{name}/input_sample.npy"));
        int stride = size / (int)sample.Shape[^1];
        AssertClose(sample, images.Slice(2, step: stride).Slice(3, step: stride).Reshape(sample.Shape), 1e-6, "input");
        return images;
    }

    private static JsonElement Json(string name, string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require($"golden/networks/{name}/{file}")));
        return document.RootElement.Clone();
    }
}
