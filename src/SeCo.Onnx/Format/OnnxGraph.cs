using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SeCo.Onnx.Format;

/// <summary>An ONNX model that is put together: operators in the order in which they compute, each with a name for what it gives.</summary>
internal sealed class OnnxGraph
{
    private const int Opset = 17, FormatVersion = 8;
    private const int AttributeReal = 1, AttributeNumber = 2, AttributeText = 3, AttributeNumbers = 7;
    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, "network");
    private int _count;

    /// <summary>Adds an input; an axis is a number, or a name where it is free.</summary>
    public string Input(string name, TensorElementType type, params object[] shape) => Value(11, name, type, shape);

    /// <summary>Adds an output, which an operator gives.</summary>
    public string Output(string name, TensorElementType type, params object[] shape) => Value(12, name, type, shape);

    /// <summary>Adds weights.</summary>
    public string Weights(string name, ReadOnlyMemory<byte> values, TensorElementType type, params long[] shape) =>
        Add(Head(name, type, shape).Bytes(9, values), name);

    /// <summary>Adds weights of single precision.</summary>
    public string Weights(string name, float[] values, params long[] shape) =>
        Weights(name, MemoryMarshal.AsBytes<float>(values).ToArray(), TensorElementType.Float, shape);

    /// <summary>Adds whole numbers, as sizes and axes are given.</summary>
    public string Weights(string name, long[] values) =>
        Weights(name, MemoryMarshal.AsBytes<long>(values).ToArray(), TensorElementType.Int64, values.Length);

    /// <summary>Adds weights that lie in another file.</summary>
    public string External(string name, string location, TensorElementType type, params long[] shape) => Add(
        Head(name, type, shape).Message(13, new ProtoWriter().Text(1, "location").Text(2, location)).Number(14, 1), name);

    /// <summary>Adds an operator.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="inputs">What it takes; an empty name for what is left out.</param>
    /// <param name="attributes">Its attributes: long, long[], float or string.</param>
    /// <param name="output">What it gives; null for a name of its own.</param>
    public string Node(string name, IEnumerable<string> inputs, IEnumerable<(string Name, object Value)>? attributes = null, string? output = null)
    {
        ProtoWriter node = new();
        inputs.ToList().ForEach(input => node.Text(1, input));
        string given = output ?? $"{name}_{_count++}";
        node.Text(2, given).Text(3, given).Text(4, name);
        foreach ((string key, object value) in attributes ?? [])
        {
            node.Message(5, Attribute(key, value));
        }

        _graph.Message(1, node);
        return given;
    }

    /// <summary>Writes the model.</summary>
    public void Write(Stream stream) => new ProtoWriter()
        .Number(1, FormatVersion).Text(2, "SeCo").Message(7, _graph).Message(8, new ProtoWriter().Text(1, string.Empty).Number(2, Opset)).WriteTo(stream);

    private static ProtoWriter Attribute(string name, object value)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name);
        switch (value)
        {
            case float real:
                return attribute.Real(2, real).Number(20, AttributeReal);
            case string text:
                return attribute.Text(4, text).Number(20, AttributeText);
            case long[] numbers:
                Array.ForEach(numbers, number => attribute.Number(8, number));
                return attribute.Number(20, AttributeNumbers);
            default:
                return attribute.Number(3, (long)value).Number(20, AttributeNumber);
        }
    }

    private static ProtoWriter Head(string name, TensorElementType type, long[] shape)
    {
        ProtoWriter tensor = new();
        Array.ForEach(shape, length => tensor.Number(1, length));
        return tensor.Number(2, (int)type).Text(8, name);
    }

    private string Add(ProtoWriter tensor, string name)
    {
        _graph.Message(5, tensor);
        return name;
    }

    private string Value(int field, string name, TensorElementType type, object[] shape)
    {
        ProtoWriter axes = new();
        foreach (object axis in shape)
        {
            ProtoWriter length = new();
            axes.Message(1, axis is string free ? length.Text(2, free) : length.Number(1, Convert.ToInt64(axis, CultureInfo.InvariantCulture)));
        }

        _graph.Message(field, new ProtoWriter().Text(1, name).Message(
            2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, (int)type).Message(2, axes))));
        return name;
    }
}
