using Microsoft.ML.OnnxRuntime.Tensors;
using SeCo.Configuration;
using SeCo.Onnx.Format;
using SeCo.Prediction.Sidecars;
using SeCo.Testing;

namespace SeCo.Onnx.Tests.Fixtures;

/// <summary>A model whose three classes are the colours of a pixel: each logit is four times the red, green or blue of the pixel, in 0 to 1.</summary>
internal static class SmallModel
{
    /// <summary>What must be said of the model.</summary>
    public static NetworkSidecar Sidecar { get; } = new() { Input = new SidecarInput { Fit = InputFit.Tiles }, ClassNames = ["red", "green", "blue"] };

    /// <summary>Writes the model, and a sidecar where one is given.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="sidecar">What is said of it.</param>
    /// <param name="sides">Height and width: numbers, or names where they are free.</param>
    /// <param name="last">A further operator.</param>
    /// <param name="weights">The file beside it that holds the weights; null for none.</param>
    public static string Write(TempFolder folder, NetworkSidecar? sidecar, object[]? sides = null, string? last = null, string? weights = null)
    {
        sides ??= ["height", "width"];
        OnnxGraph graph = new();
        graph.Input("image", TensorElementType.Float, [1, 3, .. sides]);
        string kernel = weights is null ? graph.Weights("kernel", [4, 0, 0, 0, 4, 0, 0, 0, 4], 3, 3, 1, 1)
            : graph.External("kernel", weights, TensorElementType.Float, 3, 3, 1, 1);
        string logits = graph.Node("Conv", ["image", kernel], [("kernel_shape", (long[])[1, 1])], last is null ? "colours" : null);
        if (last is not null)
        {
            graph.Node(last, [logits], [("axis", 1L)], "colours");
        }

        graph.Output("colours", TensorElementType.Float, [1, 3, .. sides]);
        using (FileStream file = File.Create(folder["street.onnx"]))
        {
            graph.Write(file);
        }

        if (sidecar is not null)
        {
            File.WriteAllText(folder["street.seco.yaml"], OptionsWriter.ToYaml(sidecar));
        }

        return folder["street.onnx"];
    }
}
