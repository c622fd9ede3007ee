using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Resampling;
using SeCo.Models.Sam;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.Sam;

/// <summary>HQ-SAM's features against the official ones: golden/hqsam, with the tolerances of its README.</summary>
public sealed class HighQualityHeadTests : ModelTest
{
    [Fact]
    public void Embeddings_inner_maps_and_fine_features_are_the_official_ones()
    {
        string[] folders = [.. Directory.GetDirectories(SharedData.Require("golden/hqsam")).Where(f => File.Exists(Path.Combine(f, "amg.json")))];
        Assert.NotEmpty(folders);
        int compared = 0;
        foreach (string name in folders.Select(f => Path.GetFileName(f)))
        {
            JsonElement golden = Json($"{name}/config.json");
            SamConfig config = SamConfig.FromFile(PathOf($"{name}/config.json"));
            using SamModel model = SamCheckpoint.Load(PathOf(golden.GetProperty("weights")[0].GetString()!), config);
            using GradMode mode = GradMode.Disable();
            foreach (JsonElement image in Json("images.json").EnumerateArray())
            {
                JsonElement expected = golden.GetProperty("tensors").GetProperty(image.GetProperty("name").GetString()!);
                Tensor input = model.Preprocess(Resized(image.GetProperty("file").GetString()!, image.GetProperty("input_size_hw")));
                List<Tensor> inner = [];
                model.Encoder.Forward(input, inner);
                SamFeatures features = model.Encode(input);
                Same("embedding", features.Embedding, 1e-4);
                Same($"interm{golden.GetProperty("interm_embeddings").GetProperty("used_index")}", Assert.Single(inner), 3e-4);
                Same("hq_features", Assert.Single(features.Details), 3e-4);

                void Same(string key, Tensor found, double tolerance)
                {
                    if (expected.TryGetProperty(key, out JsonElement file))
                    {
                        int step = file.TryGetProperty("stride", out JsonElement stride) ? stride.GetInt32() : 1;
                        Tensor array = Npy.Read(PathOf(file.GetProperty("file").GetString()!));
                        Tensor some = step == 1 ? found : found.Slice(2, step: step).Slice(3, step: step);
                        double worst = (array - some).Abs().Max().Item();
                        Assert.Equal(array.Shape.ToArray(), some.Shape.ToArray());
                        Assert.True(worst <= tolerance, $"{name}, {key}: differs by {worst:e2}");
                        compared++;
                    }
                }
            }
        }

        Assert.NotEqual(0, compared);
    }

    [Fact]
    public void Light_HQ_SAM_at_its_real_size_gives_the_official_values()
    {
        JsonElement golden = Json("full_vit_tiny/config.json"), keys = Json("full_vit_tiny/keys.json");
        using SamModel model = new(SamConfig.Published.Single(c => c.Name == "hq_vit_tiny"));
        RuleWeights.Fill(model, keys.EnumerateArray().Select(k => (k[0].GetString()!, k[1].GetString()!)));
        using GradMode mode = GradMode.Disable();
        string image = golden.GetProperty("image").GetString()!;
        JsonElement size = golden.GetProperty("input_size_hw");
        Tensor input = model.Preprocess(Resized(image, size));
        List<Tensor> inner = [];
        Same(golden.GetProperty("embedding"), model.Encoder.Forward(input, inner));
        Same(golden.GetProperty("interm"), inner[0]);
        SamFeatures features = model.Encode(input);
        double scale = size[1].GetDouble() / RgbImageFile.Read(PathOf(image)).Width;
        foreach (JsonElement prompt in golden.GetProperty("prompts").EnumerateArray())
        {
            float[] labels = prompt.TryGetProperty("point_labels", out JsonElement given) ? [.. given.EnumerateArray().Select(v => v.GetSingle())] : [];
            SamPrompts asked = new()
            {
                Boxes = prompt.TryGetProperty("box", out JsonElement box) ? Tensor.From(Scaled(box), 1, 4) : null,
                PointCoordinates = labels.Length == 0
                    ? null : Tensor.From([.. prompt.GetProperty("point_coords").EnumerateArray().SelectMany(Scaled)], 1, labels.Length, 2),
                PointLabels = labels.Length == 0 ? null : Tensor.From(labels, 1, labels.Length),
            };
            foreach (JsonProperty output in prompt.GetProperty("outputs").EnumerateObject())
            {
                using SamDecoding answer = model.Decode(features, asked, output.Name == "multi", output.Name == "hq_only");
                Assert.Equal(output.Value.GetProperty("iou").GetDouble(), answer.PredictedIou.ToArray<float>().Single(), 1e-4);
                Same(output.Value.GetProperty("low_res"), answer.LowResolutionLogits);
            }
        }

        float[] Scaled(JsonElement list) => [.. list.EnumerateArray().Select(v => (float)(v.GetDouble() * scale))];

        static void Same(JsonElement file, Tensor found)
        {
            Assert.Equal(file.GetProperty("full_shape").EnumerateArray().Select(e => e.GetInt64()), found.Shape.ToArray());
            Tensor some = found.Contiguous().Reshape(-1).Slice(0, step: file.GetProperty("flat_stride").GetInt32());
            AssertClose(Npy.Read(PathOf(file.GetProperty("file").GetString()!)), some, 1e-4, file.GetProperty("file").GetString()!);
        }
    }

    private static Tensor Resized(string image, JsonElement size)
    {
        RgbImage resized = AntialiasedResize.Bilinear(RgbImageFile.Read(PathOf(image)), size[1].GetInt32(), size[0].GetInt32());
        return Tensor.FromBytes(DType.UInt8, [resized.Height, resized.Width, 3], resized.Pixels);
    }

    private static string PathOf(string file) => SharedData.Require($"golden/hqsam/{file}");

    private static JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        return document.RootElement.Clone();
    }
}
