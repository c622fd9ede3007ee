using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;
using SeCo.Onnx.Format;
using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx.Export;

/// <summary>Says a recorded computation of libtorch in the operators of ONNX, for inputs of the recorded size.</summary>
internal sealed class RecordedGraph(OnnxGraph graph, OperatorRecorder recorder, IReadOnlyDictionary<Tensor, string> parameters)
{
    private readonly Dictionary<Tensor, string> _names = [];
    private OperatorCall _call = null!;
    private int _constants;

    private long[] Shape => _call.Results[0].Shape.ToArray();

    /// <summary>Gives a value that is no constant its name.</summary>
    public void Name(Tensor tensor, string name) => _names[tensor] = name;

    /// <summary>The name of a value.</summary>
    public string NameOf(Tensor tensor) => _names.TryGetValue(tensor, out string? name) ? name : _names[tensor] = Constant(tensor);

    /// <summary>Adds all operators.</summary>
    /// <exception cref="NotSupportedException">One of them has no translation.</exception>
    public void AddAll()
    {
        foreach (OperatorCall call in recorder.Calls)
        {
            _call = call;
            if (call.Name is "aten::chunk" or "aten::split")
            {
                AddParts();
            }
            else
            {
                _names[call.Results[0]] = Translate();
            }
        }
    }

    private string Translate() => _call.Name switch
    {
        "alias" or "aten::contiguous" or "aten::detach" or "aten::clone" or "aten::to" => Of(0),
        "aten::copy_" => Sizes(1).SequenceEqual(Shape) ? Of(1) : Node("Expand", [Of(1), Whole(Shape)]),
        "aten::relu" or "aten::relu_" => Node("Relu", [Of(0)]),
        "aten::relu6" => Node("Clip", [Of(0), Scalar(0), Scalar(6)]),
        "aten::clamp" => Node("Clip", [Of(0), Of(1), Of(2)]),
        "aten::sigmoid" => Node("Sigmoid", [Of(0)]),
        "aten::exp" => Node("Exp", [Of(0)]),
        "aten::neg" => Node("Neg", [Of(0)]),
        "aten::softmax" => Node("Softmax", [Of(0)], ("axis", Number(1))),
        "aten::add" => Node((double)_call.Arguments[2]! < 0 ? "Sub" : "Add", [Of(0), Of(1)]),
        "aten::mul" or "aten::mul_" => Node("Mul", [Of(0), Of(1)]),
        "aten::div" => Node("Div", [Of(0), Of(1)]),
        "aten::cat" => Node("Concat", [.. ((IReadOnlyList<Tensor>)_call.Arguments[0]!).Select(NameOf)], ("axis", Number(1))),
        "aten::convolution" => Convolution(),
        "aten::batch_norm" => Node(
            "BatchNormalization", [Of(0), OrAll(1, 1), OrAll(2, 0), Of(3), Of(4)], ("epsilon", (float)(double)_call.Arguments[7]!)),
        "aten::layer_norm" => Node("LayerNormalization", [Of(0), Of(2), Of(3)],
            ("axis", (long)-Numbers(1).Length), ("epsilon", (float)(double)_call.Arguments[4]!)),
        "aten::prelu" => Node("PRelu", [Of(0), Sizes(1) is [> 1 and var slopes] ? Shaped(Of(1), [slopes, 1, 1]) : Of(1)]),
        "aten::gelu" => Gelu(),
        "aten::linear" => Linear(),
        "aten::matmul" or "aten::bmm" => Node("MatMul", [Of(0), Of(1)]),
        "aten::scaled_dot_product_attention" => Attention(),
        "aten::reshape" or "aten::flatten" or "aten::unsqueeze" => Shaped(Of(0), Shape),
        "aten::select" => Shaped(Slice(Number(1), Number(2), Number(2) + 1), Shape),
        "aten::narrow" => Slice(Number(1), Number(2), Number(2) + Number(3)),
        "aten::slice" => Slice(Number(1), _call.Arguments[2] as long? ?? 0, _call.Arguments[3] as long? ?? long.MaxValue, Number(4)),
        "aten::permute" => Node("Transpose", [Of(0)], ("perm", Numbers(1))),
        "aten::transpose" => Transposed(Of(0), Shape.Length, (int)Number(1), (int)Number(2)),
        "aten::expand" => Node("Expand", [Of(0), Whole(Shape)]),
        "aten::mean" when _call.Arguments[1] is long[] => Node("ReduceMean", [Of(0)], ("axes", Numbers(1)), ("keepdims", Flag(2))),
        "aten::pad" => Padded(),
        "aten::upsample_bilinear2d" => Node("Resize", [Of(0), string.Empty, string.Empty, Whole(Shape)], ("mode", "linear"),
            ("coordinate_transformation_mode", Flag(2) == 1 ? "align_corners" : "half_pixel")),
        "aten::avg_pool2d" => Node("AveragePool", [Of(0)], ("kernel_shape", Numbers(1)), ("strides", Numbers(2)), ("pads", Both(Numbers(3))),
            ("ceil_mode", Flag(4)), ("count_include_pad", Flag(5))),
        "aten::max_pool2d" => Node("MaxPool", [Of(0)], ("kernel_shape", Numbers(1)), ("strides", Numbers(2)), ("pads", Both(Numbers(3))),
            ("dilations", Numbers(4)), ("ceil_mode", Flag(5))),
        "aten::adaptive_avg_pool2d" => AdaptivePool(),
        _ => throw new NotSupportedException($"The operator {_call.Name} has no translation to ONNX yet, so that this network cannot be written."),
    };

    private string Convolution()
    {
        string[] inputs = [Of(0), Of(1), .. _call.Arguments[2] is null ? Array.Empty<string>() : [Of(2)]];
        (string, object)[] attributes =
        [
            ("strides", Numbers(3)), ("pads", Both(Numbers(4))), ("dilations", Numbers(5)), ("group", Number(8)), ("kernel_shape", Sizes(1)[2..]),
        ];
        return Node(Flag(6) == 1 ? "ConvTranspose" : "Conv", inputs, attributes);
    }

    // x Φ(x), with the normal distribution function by the error function.
    private string Gelu()
    {
        string root = Node("Erf", [Node("Mul", [Of(0), Scalar((float)Math.Sqrt(0.5))])]);
        return Node("Mul", [Node("Mul", [Of(0), Scalar(0.5f)]), Node("Add", [root, Scalar(1)])]);
    }

    private string Linear()
    {
        string product = Node("MatMul", [Of(0), Transposed(Of(1), 2, 0, 1)]);
        return _call.Arguments[2] is null ? product : Node("Add", [product, Of(2)]);
    }

    private string Attention()
    {
        if (_call.Arguments[3] is not null)
        {
            throw new NotSupportedException("Attention with a mask has no translation to ONNX yet.");
        }

        long[] shape = Sizes(0);
        double scale = _call.Arguments[6] as double? ?? (1 / Math.Sqrt(shape[^1]));
        string scores = Node("MatMul", [Node("Mul", [Of(0), Scalar((float)scale)]), Transposed(Of(1), shape.Length, shape.Length - 2, shape.Length - 1)]);
        return Node("MatMul", [Node("Softmax", [scores], ("axis", -1L)), Of(2)]);
    }

    // Amounts are before and after for the last axis, then for the one before it; ONNX wants all that are before, then all after, from the first axis.
    private string Padded()
    {
        long[] amounts = Numbers(1);
        int rank = Shape.Length;
        long[] pads = new long[2 * rank];
        for (int i = 0; i < amounts.Length / 2; i++)
        {
            (pads[rank - 1 - i], pads[(2 * rank) - 1 - i]) = (amounts[2 * i], amounts[(2 * i) + 1]);
        }

        string mode = (string)_call.Arguments[2]! switch { "replicate" => "edge", "reflect" => "reflect", _ => "constant" };
        string[] value = mode == "constant" ? [Scalar((float)(_call.Arguments[3] as double? ?? 0))] : [];
        return Node("Pad", [Of(0), Whole(pads), .. value], ("mode", mode));
    }

    // Means of cells that need not be of one size: a product with the share of each row in each cell, and one for the columns.
    private string AdaptivePool()
    {
        long[] from = Sizes(0), to = Shape;
        return to[2] == 1 && to[3] == 1 ? Node("GlobalAveragePool", [Of(0)])
            : Node("MatMul", [Node("MatMul", [Weights(Shares(to[2], from[2], false), to[2], from[2]), Of(0)]),
                Weights(Shares(to[3], from[3], true), from[3], to[3])]);
    }

    private static float[] Shares(long cells, long length, bool isTurned)
    {
        float[] shares = new float[cells * length];
        for (long cell = 0; cell < cells; cell++)
        {
            (long start, long end) = (cell * length / cells, (((cell + 1) * length) + cells - 1) / cells);
            for (long i = start; i < end; i++)
            {
                shares[isTurned ? (i * cells) + cell : (cell * length) + i] = 1f / (end - start);
            }
        }

        return shares;
    }

    private void AddParts()
    {
        long axis = Number(2), start = 0;
        for (int i = 0; i < _call.Results.Count; i++)
        {
            long end = start + _call.Results[i].Size((int)axis);
            _names[_call.Results[i]] = Slice(axis, start, end);
            start = end;
        }
    }

    private string Slice(long axis, long start, long end, long step = 1) =>
        Node("Slice", [Of(0), Whole([start]), Whole([end]), Whole([axis]), Whole([step])]);

    private string Shaped(string value, long[] shape) => Node("Reshape", [value, Whole(shape)]);

    private string Transposed(string value, int rank, int first, int second)
    {
        long[] order = [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        (first, second) = ((first + rank) % rank, (second + rank) % rank);
        (order[first], order[second]) = (order[second], order[first]);
        return Node("Transpose", [value], ("perm", order));
    }

    private string Node(string name, string[] inputs, params (string, object)[] attributes) => graph.Node(name, inputs, attributes);

    private string Of(int argument) => _call.Arguments[argument] is Tensor tensor ? NameOf(tensor) : string.Empty;

    // One value for each channel where a norm has none of its own.
    private string OrAll(int argument, float value) => _call.Arguments[argument] is null
        ? Weights([.. Enumerable.Repeat(value, (int)Sizes(3)[0])], Sizes(3)) : Of(argument);

    private long[] Sizes(int argument) => ((Tensor)_call.Arguments[argument]!).Shape.ToArray();

    private long Number(int argument) => (long)_call.Arguments[argument]!;

    private long[] Numbers(int argument) => (long[])_call.Arguments[argument]!;

    private long Flag(int argument) => (bool)_call.Arguments[argument]! ? 1 : 0;

    private static long[] Both(long[] amounts) => [.. amounts, .. amounts];

    private string Scalar(float value) => Weights([value]);

    private string Weights(float[] values, params long[] shape) => graph.Weights($"constant_{_constants++}", values, shape);

    private string Whole(long[] values) => graph.Weights($"constant_{_constants++}", values);

    private string Constant(Tensor tensor)
    {
        Tensor value = recorder.ConstantOf(tensor) ?? throw new InvalidOperationException("A value that no recorded operator gave was not kept.");
        float[] values = value.ToArray<float>();
        string name = parameters.GetValueOrDefault(tensor) ?? $"constant_{_constants++}";
        return graph.Weights(name, MemoryMarshal.AsBytes<float>(values).ToArray(), TensorElementType.Float, tensor.Shape.ToArray());
    }
}
