using SeCo.Checkpoints;
using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Onnx.Tests.Fixtures;
using SeCo.Prediction;
using SeCo.Prediction.Sidecars;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

// The count of live tensors belongs to the process, so tests that watch it run one after the other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace SeCo.Onnx.Tests;

/// <summary>Models that are written here (<see cref="SeCo.Onnx.Format.OnnxGraph"/>), and what their sidecars say wrongly
/// (<see cref="Contradictions"/>).</summary>
public sealed class OnnxNetworkTests
{
    [Theory]
    [InlineData(21, 13)]
    [InlineData(5, 6)]
    public async Task Images_of_any_size_are_seen_through_tiles_of_a_fixed_size(int width, int height)
    {
        using TempFolder folder = new();
        WriteImage(folder["images/a.png"], width, height);
        SmallModel.Write(folder, SmallModel.Sidecar, [8, 8]);
        await Predict(folder, "tiles");
        SmallModel.Write(folder, SmallModel.Sidecar);
        await Predict(folder, "whole");
        float[] tiles = Probabilities(folder["tiles"]), whole = Probabilities(folder["whole"]);
        Assert.Equal(3 * width * height, tiles.Length);
        Assert.All(tiles.Zip(whole), pair => Assert.Equal(pair.Second, pair.First, 1e-6));

        // Worked by hand: the first pixel is (200, 100, 0), so that the probabilities are softmax(800/255, 400/255, 0).
        double[] powers = [Math.Exp(800.0 / 255), Math.Exp(400.0 / 255), 1];
        Assert.Equal(powers[0] / powers.Sum(), whole[0], 1e-5);
    }

    [Fact]
    public async Task Finished_images_are_kept_until_the_model_its_weights_or_its_sidecar_change()
    {
        using TempFolder folder = new();
        WriteImage(folder["images/a.png"], 9, 7);
        File.WriteAllBytes(folder["weights.bin"], new byte[9 * sizeof(float)]);
        SmallModel.Write(folder, SmallModel.Sidecar, weights: "weights.bin");
        Assert.Equal(0, (await Predict(folder, "out")).Kept);
        Assert.Equal(1, (await Predict(folder, "out")).Kept);
        float[] other = [4, 0, 0, 0, 4, 0, 0, 0, 4];
        File.WriteAllBytes(folder["weights.bin"], System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(other).ToArray());
        Assert.Equal(0, (await Predict(folder, "out")).Kept);
        SmallModel.Write(folder, SmallModel.Sidecar with { ClassNames = ["red", "green", "sky"] }, weights: "weights.bin");
        Assert.Equal(0, (await Predict(folder, "out")).Kept);
    }

    [Fact]
    public void What_contradicts_the_file_is_told_at_once_before_any_image()
    {
        using TempFolder folder = new();
        NetworkSidecar wrong = new()
        {
            Input = new SidecarInput { Layout = TensorLayout.Nhwc },
            Output = new SidecarOutput { Values = OutputValues.ClassNumbers },
            ClassNames = ["a"],
        };
        string message = Refusal(folder, wrong, [8, 8]);
        Assert.Contains("input.layout is nhwc, but the file takes image: float [1, 3, 8, 8]", message, StringComparison.Ordinal);
        Assert.Contains("output.values is class_numbers, which is one channel, but colours: float [1, 3, 8, 8] has 3", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'colours'?", Refusal(folder, Sidecar(o => o with { Name = "colors" })), StringComparison.Ordinal);
        Assert.Contains("neither the file nor input.width", Refusal(folder, SmallModel.Sidecar with { Input = new SidecarInput() }), StringComparison.Ordinal);
        Assert.Contains("the file takes image", Refusal(folder, SmallModel.Sidecar with { Input = new SidecarInput { Width = 9 } }, [8, 8]),
            StringComparison.Ordinal);
        Assert.Contains("output none  d", Refusal(folder, SmallModel.Sidecar with { ClassNames = ["a", "b", "c", "d"] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_are_not_what_the_sidecar_says_are_refused()
    {
        using TempFolder folder = new();
        WriteImage(folder["images/a.png"], 9, 7);
        SmallModel.Write(folder, Sidecar(o => o with { Values = OutputValues.Probabilities }));
        Assert.Contains("are no probabilities", (await Assert.ThrowsAsync<DatasetException>(() => Predict(folder, "out"))).Message, StringComparison.Ordinal);
        SmallModel.Write(folder, SmallModel.Sidecar, last: "Softmax");
        DatasetException soft = await Assert.ThrowsAsync<DatasetException>(() => Predict(folder, "out"));
        Assert.Contains("probabilities, no logits", soft.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sidecar_maps_to_the_classes_that_are_answered_in()
    {
        using TempFolder folder = new();
        SmallModel.Write(folder, SmallModel.Sidecar);
        File.WriteAllText(folder["warm.yaml"], """
            name: warm
            classes: [{name: warm, color: [9, 9, 9], kind: stuff}, {name: cold, color: [1, 2, 3], kind: stuff}]
            """);
        File.WriteAllText(folder["street.seco.yaml"], """
            input: {fit: tiles}
            class_names: [red, green, blue]
            answer_classes: warm.yaml
            class_map:
              warm: [red]
              cold: [green, blue]
            """);
        using PredictingModel model = Open(folder);
        Assert.Equal([0, 1, 1], model.Mapping.Targets);
        Assert.Equal("warm", model.Mapping.To.Name);
    }

    [Fact]
    public async Task A_window_of_another_size_than_the_file_takes_is_refused()
    {
        using TempFolder folder = new();
        SmallModel.Write(folder, SmallModel.Sidecar, [8, 8]);
        using PredictingModel model = Open(folder);
        NetworkPrediction prediction = model.Prediction(new PredictionOptions { Window = 9 });
        ImageEntry[] images = [new ImageEntry { Name = "a", ImagePath = "a.png" }];
        ArgumentException fault = await Assert.ThrowsAsync<ArgumentException>(() => prediction.RunAsync(images, folder["out"]));
        Assert.Contains("window of 9 cannot be", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_the_engine_says_which_packages_to_add()
    {
        using TempFolder folder = new();
        SmallModel.Write(folder, SmallModel.Sidecar);
        ModelOptions model = new() { Weights = folder["street.onnx"] };
        string message = Assert.Throws<ArgumentException>(() => PredictingModel.Open(model, null)).Message;
        Assert.Contains("Microsoft.ML.OnnxRuntime", message, StringComparison.Ordinal);
    }

    private static NetworkSidecar Sidecar(Func<SidecarOutput, SidecarOutput> change) =>
        SmallModel.Sidecar with { Output = change(SmallModel.Sidecar.Output) };

    private static string Refusal(TempFolder folder, NetworkSidecar sidecar, object[]? sides = null)
    {
        SmallModel.Write(folder, sidecar, sides);
        return Assert.Throws<ConfigurationException>(() => Open(folder)).Message;
    }

    private static PredictingModel Open(TempFolder folder) =>
        PredictingModel.Open(new ModelOptions { Weights = folder["street.onnx"] }, null, engine: new OnnxEngine());

    private static async Task<PredictionSummary> Predict(TempFolder folder, string output)
    {
        long before = TorchRuntime.LiveTensors;
        try
        {
            using PredictingModel model = Open(folder);
            PredictionOptions options = new() { Probabilities = ProbabilityOutput.FullPrecision };
            return await model.Prediction(options).RunAsync(ImageEntry.Find(folder["images"]), folder[output]);
        }
        finally
        {
            Assert.Equal(before, TorchRuntime.LiveTensors);
        }
    }

    private static float[] Probabilities(string folder) =>
        [.. NpyFile.Read(Path.Combine(folder, "probabilities/a.npy")).ToDoubles().Select(v => (float)v)];

    private static void WriteImage(string path, int width, int height)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RgbImage image = new(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = i switch { 0 => 200, 1 => 100, 2 => 0, _ => (byte)(i * 37) };
        }

        RgbImageFile.Write(path, image);
    }
}
