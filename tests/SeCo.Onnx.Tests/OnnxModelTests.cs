using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Onnx.Inspection;
using SeCo.Prediction;
using SeCo.Prediction.Sidecars;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;
using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx.Tests;

/// <summary>Models in the forms that users bring, and files that must be refused: reference values with their tolerances from <c>golden/onnx</c>.</summary>
public sealed class OnnxModelTests
{
    private const double SameLabels = 0.998;

    [Fact]
    public async Task Every_form_of_model_gives_the_reference_outputs_and_labels()
    {
        string root = SharedData.Require("golden/onnx");
        int seen = 0;
        foreach (string name in Json(root, "index.json").EnumerateArray().Select(n => n.GetString()!))
        {
            JsonElement expect = Json(root, $"models/{name}/expect.json");
            using TempFolder folder = new();
            foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "models", name)))
            {
                File.Copy(file, folder[Path.GetFileName(file)]);
            }

            foreach (JsonElement test in expect.GetProperty("cases").EnumerateArray())
            {
                CheckNumbers(folder["model.onnx"], root, expect, test);
                Directory.CreateDirectory(folder["images"]);
                string image = test.GetProperty("image").GetString()! + ".png";
                File.Copy(Path.Combine(root, "images", image), folder["images/" + image], overwrite: true);
                seen++;
            }

            OnnxInspection inspected = OnnxInspection.Of(folder["model.onnx"]);
            NetworkSidecar sidecar = SidecarOf(expect), proposed = inspected.Proposal.Sidecar;
            Assert.Equal((name, sidecar.Output.Name, sidecar.Output.Values, sidecar.Input.Layout, sidecar.Input.Fit),
                (name, proposed.Output.Name, proposed.Output.Values, proposed.Input.Layout, proposed.Input.Fit));
            File.WriteAllText(folder["model.seco.yaml"], OptionsWriter.ToYaml(sidecar));
            using PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = folder["model.onnx"] }, null, engine: new OnnxEngine());
            Assert.Equal(sidecar.Output.Values == OutputValues.ClassNumbers, model.Caution is not null);
            await model.Prediction().RunAsync(ImageEntry.Find(folder["images"]), folder["out"], null, TestContext.Current.CancellationToken);
            foreach (JsonElement test in expect.GetProperty("cases").EnumerateArray())
            {
                byte[] wanted = NpyFile.Read(Path.Combine(root, test.GetProperty("label_map").GetProperty("file").GetString()!)).Bytes.ToArray();
                LabelMap labels = LabelPng.Read(folder[$"out/labels/{test.GetProperty("image").GetString()}.png"]);
                int same = wanted.Zip(labels.Pixels.ToArray()).Count(pair => pair.First == pair.Second);
                Assert.True(wanted.Length == labels.Pixels.Length && same >= SameLabels * wanted.Length, $"{name}: {same} of {wanted.Length} labels");
            }
        }

        Assert.True(seen > 0);
    }

    [Fact]
    public void Every_bad_file_is_refused_with_its_name_and_reason()
    {
        string root = SharedData.Require("golden/onnx");
        foreach (JsonElement bad in Json(root, "bad.json").EnumerateArray())
        {
            string file = Path.Combine(root, bad.GetProperty("file").GetString()!);
            string message = Assert.Throws<CheckpointException>(() => OnnxInspection.Of(file)).Message;
            Assert.StartsWith(file + ": ", message, StringComparison.Ordinal);
            Assert.True(message.Length > file.Length + 40, message);
        }
    }

    private static void CheckNumbers(string file, string root, JsonElement expect, JsonElement test)
    {
        using TensorScope scope = TensorScope.Open();
        using OnnxModel model = OnnxModel.Open(file);
        Tensor input = ToTensor(Path.Combine(root, test.GetProperty("input").GetProperty("file").GetString()!));
        foreach (JsonProperty output in test.GetProperty("outputs").EnumerateObject())
        {
            Tensor wanted = ToTensor(Path.Combine(root, output.Value.GetProperty("file").GetString()!));
            Tensor answer = model.Run(input, model.Outputs.Single(o => o.Name == output.Name));
            Assert.Equal(wanted.Shape.ToArray(), answer.Shape.ToArray());
            Tensor difference = answer - wanted;
            Assert.InRange((difference * difference).Max().Item(), 0, Math.Pow(expect.GetProperty("atol").GetDouble(), 2));
        }
    }

    private static Tensor ToTensor(string file)
    {
        TensorData data = NpyFile.Read(file);
        return Tensor.FromBytes(data.Type, [.. data.Shape], data.Bytes.Span).To(DType.Float32);
    }

    private static NetworkSidecar SidecarOf(JsonElement expect)
    {
        bool isBytes = expect.GetProperty("normalisation").ValueKind == JsonValueKind.Null;
        JsonElement normalisation = isBytes ? default : expect.GetProperty("normalisation");
        return new NetworkSidecar
        {
            Input = new SidecarInput
            {
                Layout = Enum.Parse<TensorLayout>(Text("input_layout"), ignoreCase: true),
                ChannelOrder = !isBytes && normalisation.GetProperty("channel_order").GetString() == "BGR" ? ChannelOrder.Bgr : ChannelOrder.Rgb,
                Range = [0, isBytes ? 255 : 255 * normalisation.GetProperty("scale").GetDouble()],
                Mean = isBytes ? [0, 0, 0] : Numbers("mean"),
                Deviation = isBytes ? [1, 1, 1] : Numbers("std"),
                Fit = Text("sizes") == "fixed" ? InputFit.Resize : InputFit.Tiles,
            },
            Output = new SidecarOutput
            {
                Name = Text("output"),
                Layout = Text("output_layout") == "NHWC" ? TensorLayout.Nhwc : TensorLayout.Nchw,
                Values = Text("output_meaning") switch
                {
                    "logits" => OutputValues.Logits,
                    "softmax probabilities" => OutputValues.Probabilities,
                    "class ids" => OutputValues.ClassNumbers,
                    "sigmoid probability of class 1" => OutputValues.OneProbability,
                    _ => OutputValues.OneLogit,
                },
            },
            ClassNames = [.. expect.GetProperty("class_names").EnumerateArray().Select(n => n.GetString()!)],
        };

        string Text(string key) => expect.GetProperty(key).GetString()!;
        double[] Numbers(string key) => [.. normalisation.GetProperty(key).EnumerateArray().Select(n => n.GetDouble())];
    }

    private static JsonElement Json(string root, string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(root, file))).RootElement;
}
