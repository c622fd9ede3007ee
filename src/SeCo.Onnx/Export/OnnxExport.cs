using Microsoft.ML.OnnxRuntime.Tensors;
using SeCo.Onnx.Format;
using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx.Export;

/// <summary>Writes a network of SeCo as an ONNX model with its sidecar, for other programs. Nothing of ONNX Runtime is needed.</summary>
public static class OnnxExport
{
    private const string Input = "image", Output = "logits";

    /// <summary>Writes a model for images of one size: its input is <c>image</c> <c>[1, 3, H, W]</c>, its output <c>logits</c> <c>[1, K, H, W]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="size">The size of images; null for the one that the model was trained at.</param>
    /// <param name="file">Where; the sidecar lies beside it (<see cref="NetworkSidecar.PathOf"/>).</param>
    /// <exception cref="ArgumentException">The network does not take the size, or none is said and the model takes images of any size.</exception>
    /// <exception cref="NotSupportedException">The network has an operator that cannot be written.</exception>
    public static void Write(PredictingModel model, Size2d? size, string file)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Network.Network is not SegmentationNetwork network)
        {
            throw new ArgumentException($"{model.Network.Name}: is no network of SeCo; it is an ONNX model already.", nameof(model));
        }

        Size2d seen = size ?? model.InputSize
            ?? throw new ArgumentException($"{model.Network.Name}: sees images in their own size, so a size must be said (--input-size).", nameof(size));
        int multiple = network.SizeMultiple;
        if (seen.Height % multiple != 0 || seen.Width % multiple != 0)
        {
            throw new ArgumentException(
                $"{model.Network.Name} takes sides that are multiples of {multiple}; found {seen.Width}x{seen.Height} (--input-size).", nameof(size));
        }

        OnnxGraph graph = Graph(network, seen);
        AtomicFile.Write(file, graph.Write);
        AtomicFile.WriteAllText(NetworkSidecar.PathOf(file), OptionsWriter.ToYaml(SidecarOf(model, seen)));
    }

    /// <summary>The computation of a network's logits.</summary>
    internal static OnnxGraph Graph(SegmentationNetwork network, Size2d size)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor image = Tensor.Zeros([1, 3, size.Height, size.Width], device: Device.Cpu);
        OnnxGraph graph = new();
        using OperatorRecorder recorder = OperatorRecorder.Open();
        Tensor logits = network.Forward(image);
        recorder.Stop();
        RecordedGraph recorded = new(graph, recorder, network.StateDictionary().ToDictionary(p => p.Value, p => p.Key));
        recorded.Name(image, graph.Input(Input, TensorElementType.Float, 1L, 3L, (long)size.Height, (long)size.Width));
        recorded.AddAll();
        graph.Node("Identity", [recorded.NameOf(logits)], output: graph.Output(Output, TensorElementType.Float, [.. logits.Shape.ToArray().Cast<object>()]));
        return graph;
    }

    private static NetworkSidecar SidecarOf(PredictingModel model, Size2d size)
    {
        (ClassSet from, ClassSet to) = (model.Mapping.From, model.Mapping.To);
        return new NetworkSidecar
        {
            Input = SidecarInput.Of(model.Network.Network.Preprocessing, size, model.InputSize is null ? InputFit.Tiles : InputFit.Resize),
            Output = new SidecarOutput { Name = Output },
            ClassSet = IsOwn(from) ? from.Name : null,
            ClassNames = IsOwn(from) ? [] : [.. from.Classes.Select(c => c.Name)],
            AnswerClasses = to.Name != from.Name && IsOwn(to) ? to.Name : null,
        };
    }

    private static bool IsOwn(ClassSet set) =>
        ClassSet.Names.Contains(set.Name, StringComparer.Ordinal) && ClassSet.Named(set.Name).Classes.SequenceEqual(set.Classes);
}
