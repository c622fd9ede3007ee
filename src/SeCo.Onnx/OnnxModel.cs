using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;
using SeCo.Onnx.Format;
using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx;

/// <summary>An ONNX model that is loaded, and what it declares.</summary>
internal sealed class OnnxModel : IDisposable
{
    private const int Side = 256;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    private OnnxModel(OnnxFile file, InferenceSession session)
    {
        (File, _session) = (file, session);
        Inputs = [.. session.InputMetadata.Select(OnnxValue.Of)];
        Outputs = [.. session.OutputMetadata.Select(OnnxValue.Of)];
    }

    public OnnxFile File { get; }

    public IReadOnlyList<OnnxValue> Inputs { get; }

    public IReadOnlyList<OnnxValue> Outputs { get; }

    /// <summary>The image that the model takes.</summary>
    public OnnxValue Image => Inputs[0];

    /// <summary>Loads a model, which is not trusted, on as many threads as libtorch has.</summary>
    /// <exception cref="CheckpointException">The file is missing, malformed, or needs what ONNX Runtime does not know.</exception>
    /// <exception cref="DllNotFoundException">ONNX Runtime is missing.</exception>
    public static OnnxModel Open(string path)
    {
        OnnxFile file = OnnxFile.Read(path);
        string version = OnnxLibrary.Version;
        using SessionOptions options = new() { IntraOpNumThreads = TorchRuntime.Threads, InterOpNumThreads = 1 };
        try
        {
            return new OnnxModel(file, new InferenceSession(path, options));
        }
        catch (OnnxRuntimeException fault)
        {
            throw new CheckpointException(
                $"{path}: ONNX Runtime {version} cannot load it: {Shorten(fault.Message)}. The file has format version {file.IrVersion} and operators of "
                    + $"{file.Opsets}. If these are too new, export it with an older opset, or take a newer Microsoft.ML.OnnxRuntime.", fault);
        }
    }

    /// <summary>Whether the image may be laid out in a way: its axis of 3 is declared, or none is.</summary>
    public bool CanBe(TensorLayout layout) =>
        Image.Size(layout == TensorLayout.Nchw ? 1 : 3) == 3 || Enumerable.Range(1, 3).All(axis => Image.Size(axis) is null);

    /// <summary>Width and height that the model takes; null where they are free.</summary>
    public (int? Width, int? Height) SizeOf(TensorLayout layout) =>
        layout == TensorLayout.Nchw ? (Image.Size(3), Image.Size(2)) : (Image.Size(2), Image.Size(1));

    /// <summary>Refuses models that do not make a map of one colour image.</summary>
    /// <exception cref="CheckpointException">What it takes or answers is something else.</exception>
    public void RequireSegmentation() => Require(
        "network that segments images",
        Outputs.Any(IsMap) ? null : $"answers {string.Join("; ", Outputs)}, expected a map with 3 or 4 axes: it may classify whole images");

    /// <summary>Refuses models that do not take one colour image, or have another fault.</summary>
    /// <exception cref="CheckpointException">What it takes or answers is something else.</exception>
    public void Require(string wanted, string? outputFault)
    {
        string? fault =
            Inputs.Count != 1 ? $"takes {Inputs.Count} inputs ({string.Join("; ", Inputs)}), expected one image"
            : Image.Type is not (TensorElementType.Float or TensorElementType.Float16 or TensorElementType.UInt8)
                ? $"takes {Image}, expected float, float16 or uint8"
            : Image.Shape.Count is not (0 or 4) ? $"takes {Image}, expected 4 axes: a batch of images"
            : Image.Size(0) is > 1 ? $"takes batches of {Image.Size(0)} ({Image}), expected 1 or any number"
            : !CanBe(TensorLayout.Nchw) && !CanBe(TensorLayout.Nhwc) ? $"takes {Image}, expected 3 channels (a colour image) as second or last axis"
            : outputFault;
        if (fault is not null)
        {
            throw new CheckpointException($"{File.Path}: is no {wanted}: it {fault}.");
        }
    }

    /// <summary>Whether an output can be a map of classes.</summary>
    public static bool IsMap(OnnxValue output) => output.Shape.Count is 0 or 3 or 4 && (output.IsReal || output.IsWhole);

    /// <summary>Lets the model answer an image.</summary>
    /// <param name="image">float32, in the model's layout.</param>
    /// <param name="output">The wanted output.</param>
    /// <returns>float32, of the shape that the model gives it; it belongs to the open scope or the caller.</returns>
    /// <exception cref="InvalidOperationException">The model fails on this image.</exception>
    public Tensor Run(Tensor image, OnnxValue output)
    {
        try
        {
            using OrtValue input = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, Image.Type, image.Shape.ToArray());
            Fill(input, image);
            using IDisposableReadOnlyCollection<OrtValue> answers = _session.Run(_run, [Image.Name], [input], [output.Name]);
            return TensorScope.Run(() => Read(answers[0]));
        }
        catch (OnnxRuntimeException fault)
        {
            throw new InvalidOperationException(
                $"{File.Path} fails on an input of [{string.Join(", ", image.Shape.ToArray())}]: {Shorten(fault.Message)}. If it takes only sides that are "
                    + "multiples of a number, name that number as input.multiple in its sidecar.", fault);
        }
    }

    /// <summary>The shape of an answer, found by a run on a black image.</summary>
    public IReadOnlyList<long> Probe(TensorLayout layout, OnnxValue output, int multiple)
    {
        (int? width, int? height) = SizeOf(layout);
        long[] sides = [height ?? Rounded(), width ?? Rounded()];
        using TensorScope scope = TensorScope.Open();
        Tensor image = Tensor.Zeros(layout == TensorLayout.Nchw ? [1, 3, .. sides] : [1, .. sides, 3]);
        return [.. Run(image, output).Shape];

        int Rounded() => (Side + multiple - 1) / multiple * multiple;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static void Fill(OrtValue input, Tensor image)
    {
        using TensorScope scope = TensorScope.Open();
        switch (input.GetTensorTypeAndShape().ElementDataType)
        {
            case TensorElementType.Float:
                image.CopyTo(input.GetTensorMutableDataAsSpan<float>());
                break;
            case TensorElementType.Float16:
                image.To(DType.Float16).CopyTo(MemoryMarshal.Cast<Float16, Half>(input.GetTensorMutableDataAsSpan<Float16>()));
                break;
            default:
                (image + 0.5).To(DType.UInt8).CopyTo(input.GetTensorMutableDataAsSpan<byte>());
                break;
        }
    }

    private static Tensor Read(OrtValue answer)
    {
        OrtTensorTypeAndShapeInfo info = answer.GetTensorTypeAndShape();
        long[] shape = info.Shape;
        return info.ElementDataType switch
        {
            TensorElementType.Float => Tensor.From(answer.GetTensorDataAsSpan<float>(), shape),
            TensorElementType.Float16 => Tensor.From(MemoryMarshal.Cast<Float16, Half>(answer.GetTensorDataAsSpan<Float16>()), shape).To(DType.Float32),
            TensorElementType.Double => Tensor.From(answer.GetTensorDataAsSpan<double>(), shape).To(DType.Float32),
            TensorElementType.Int64 => Tensor.From(answer.GetTensorDataAsSpan<long>(), shape).To(DType.Float32),
            TensorElementType.Int32 => Tensor.From(answer.GetTensorDataAsSpan<int>(), shape).To(DType.Float32),
            TensorElementType.Int8 => Tensor.From(answer.GetTensorDataAsSpan<sbyte>(), shape).To(DType.Float32),
            _ => Tensor.From(answer.GetTensorDataAsSpan<byte>(), shape).To(DType.Float32),
        };
    }

    // "[ErrorCode:Fail] Load model from a.onnx failed:/…/model.cc:256 onnxruntime::Model::Model(const A&, const B&) what it is about": the end counts.
    private static string Shorten(string message)
    {
        string line = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        string end = line[(line.LastIndexOf("&) ", StringComparison.Ordinal) is int at and >= 0 ? at + 3 : 0)..];
        end = end[(end.IndexOf("failed:", StringComparison.Ordinal) is int failed and >= 0 ? failed + 7 : 0)..];
        return end.Length <= 400 ? end : $"{end[..100]} … {end[^280..]}";
    }
}
