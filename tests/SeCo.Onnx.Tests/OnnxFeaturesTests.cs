using Microsoft.ML.OnnxRuntime.Tensors;
using SeCo.Checkpoints;
using SeCo.Configuration;
using SeCo.Correction;
using SeCo.DrawnScenes;
using SeCo.Onnx.Format;
using SeCo.Onnx.Tests.Fixtures;
using SeCo.Pipeline;
using SeCo.Prediction;
using SeCo.Prediction.Sidecars;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;
using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx.Tests;

public sealed class OnnxFeaturesTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 5)] // a class token and four registers
    public void Tokens_become_a_map_of_the_patches_that_are_the_last_of_them(int patch, int beside)
    {
        using TempFolder folder = new();
        using TensorScope scope = TensorScope.Open();
        using IForeignFeatures network = new OnnxEngine().OpenFeatures(WriteTokens(folder, patch, beside), SmallModel.Sidecar, null);
        float[] pixels = [.. Enumerable.Range(0, 3 * 4 * 6).Select(i => (float)i)];

        Tensor map = Assert.Single(network.Features(Tensor.From(pixels, 1, 3, 4, 6)));

        Assert.Equal([3], network.FeatureChannels);
        Assert.Equal([1, 3, 4 / patch, 6 / patch], map.Shape.ToArray());
        Assert.Equal(Tensor.From(pixels, 1, 3, 4, 6).ResizeNearest(new Size2d(4 / patch, 6 / patch)).ToArray<float>(), map.ToArray<float>());
    }

    [Fact]
    public void Outputs_and_sidecars_that_do_not_fit_are_refused_with_what_there_is()
    {
        using TempFolder folder = new();
        string file = SmallModel.Write(folder, null);
        string[] faults =
        [
            Assert.Throws<ConfigurationException>(() => new OnnxEngine().OpenFeatures(file, SmallModel.Sidecar, "colour")).Message,
            Assert.Throws<ConfigurationException>(() => new OnnxEngine().OpenFeatures(
                file, SmallModel.Sidecar with { Input = new SidecarInput { Fit = InputFit.Resize } }, null)).Message,
        ];

        Assert.Contains("the output 'colour' is wanted (correction.frozen.output), which the file has not. Did you mean 'colours'?", faults[0],
            StringComparison.Ordinal);
        Assert.Contains("input.fit is resize, but neither", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_whose_channels_are_the_last_axis_is_refused_unless_the_sidecar_says_so()
    {
        using TempFolder folder = new();
        using TensorScope scope = TensorScope.Open();
        OnnxGraph graph = new();
        graph.Input("image", TensorElementType.Float, [1, 3, 12, 16]);
        graph.Node("Transpose", ["image"], [("perm", (long[])[0, 2, 3, 1])], "map");
        graph.Output("map", TensorElementType.Float, [1, 12, 16, 3]);
        using (FileStream file = File.Create(folder["map.onnx"]))
        {
            graph.Write(file);
        }

        Tensor image = Tensor.Zeros([1, 3, 12, 16]);
        using IForeignFeatures wrong = new OnnxEngine().OpenFeatures(folder["map.onnx"], SmallModel.Sidecar, null);
        string refused = Assert.Throws<InvalidOperationException>(() => wrong.Features(image)).Message;
        Assert.Contains("far from square in an image of 16 x 12", refused, StringComparison.Ordinal);
        Assert.Contains("output.layout", refused, StringComparison.Ordinal);
        using IForeignFeatures right = new OnnxEngine().OpenFeatures(
            folder["map.onnx"], SmallModel.Sidecar with { Output = new SidecarOutput { Layout = TensorLayout.Nhwc } }, null);
        Assert.Equal([1, 3, 12, 16], Assert.Single(right.Features(image)).Shape.ToArray());
    }

    [Fact]
    public async Task A_run_describes_regions_by_an_output_until_file_or_sidecar_change()
    {
        using TempFolder folder = new();
        CorrectionOptions correction = new()
        {
            Backbone = Backbone.Onnx, Weights = SmallModel.Write(folder, SmallModel.Sidecar),
            Frozen = new() { Output = "colours", LongestSide = 0, Epochs = 1, Geometry = false },
        };
        RunOptions options = new()
        {
            Threads = 1, Dataset = DrawnSceneWriter.Write(folder["data"], new DrawnSceneOptions { Count = 1, Width = 64, Height = 48 }),
            Report = new() { Enabled = false }, Correction = correction,
        };
        float[] first = await Run(), again = await Run();
        SmallModel.Write(folder, SmallModel.Sidecar with { Input = new SidecarInput { Fit = InputFit.Tiles, Mean = [0.5, 0.5, 0.5] } });
        float[] darker = await Run();

        Assert.Equal(first, again);
        Assert.NotEmpty(first);
        Assert.All(first.Zip(darker), pair => Assert.Equal(pair.First - 2, pair.Second, 1e-5)); // a feature is four times the mean of a colour

        async Task<float[]> Run()
        {
            SeCoPipeline run = new(options, new RunFolder(folder["run"]), parts: new CustomParts { Engine = new OnnxEngine() });
            await run.RunAsync(null, TestContext.Current.CancellationToken);
            return NpyFile.Read(Assert.Single(Directory.GetFiles(folder["run/correction/features"], "*.npy", SearchOption.AllDirectories))).ToSingles();
        }
    }

    // Every patch's first pixel is its token; others stand before them.
    private static string WriteTokens(TempFolder folder, int patch, int beside)
    {
        OnnxGraph graph = new();
        graph.Input("image", TensorElementType.Float, [1, 3, "height", "width"]);
        float[] first = new float[3 * 3 * patch * patch];
        for (int c = 0; c < 3; c++)
        {
            first[((c * 3) + c) * patch * patch] = 1;
        }

        string kernel = graph.Weights("kernel", first, 3, 3, patch, patch);
        string map = graph.Node("Conv", ["image", kernel], [("kernel_shape", (long[])[patch, patch]), ("strides", (long[])[patch, patch])]);
        string tokens = graph.Node("Transpose", [graph.Node("Reshape", [map, graph.Weights("shape", (long[])[1, 3, -1])])], [("perm", (long[])[0, 2, 1])]);
        if (beside > 0)
        {
            tokens = graph.Node("Concat", [graph.Weights("others", new float[beside * 3], 1, beside, 3), tokens], [("axis", 1L)]);
        }

        graph.Node("Identity", [tokens], null, "tokens");
        graph.Output("tokens", TensorElementType.Float, [1, "length", 3]);
        using FileStream file = File.Create(folder["tokens.onnx"]);
        graph.Write(file);
        return folder["tokens.onnx"];
    }
}
