namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>The same elements in another shape; one length may be -1 and is worked out. Shares memory where the layout allows.</summary>
    /// <exception cref="TorchException">The shape has another number of elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<long> shape)
    {
        long product = 1;
        int unknown = 0;
        foreach (long length in shape)
        {
            unknown += length == -1 ? 1 : 0;
            product *= length == -1 ? 1 : length;
        }

        if (unknown > 1 || (unknown == 0 ? product != ElementCount : product == 0 || ElementCount % product != 0))
        {
            throw Operator.Refuse("aten::reshape", $"shape [{string.Join(", ", shape.ToArray())}] does not have {ElementCount} elements", this);
        }

        return Operator.Call("aten::reshape"u8).Tensor(this).Ints(shape).Return();
    }

    /// <summary>The dimensions in another order; dimension i of the result is dimension <c>order[i]</c> of this tensor. Shares memory.</summary>
    public Tensor Permute(params ReadOnlySpan<long> order) => Operator.Call("aten::permute"u8).Tensor(this).Ints(order).Return();

    /// <summary>Two dimensions exchanged. Shares memory.</summary>
    public Tensor Transpose(int first, int second) => Operator.Call("aten::transpose"u8, "int"u8).Tensor(this).Int(first).Int(second).Return();

    /// <summary>The dimensions from first to last (inclusive) as one.</summary>
    public Tensor Flatten(int first = 0, int last = -1) => Operator.Call("aten::flatten"u8, "using_ints"u8).Tensor(this).Int(first).Int(last).Return();

    /// <summary>Inserts a dimension of length 1. Shares memory.</summary>
    public Tensor Unsqueeze(int dimension) => Operator.Call("aten::unsqueeze"u8).Tensor(this).Int(dimension).Return();

    /// <summary>Repeats dimensions of length 1 without copying; -1 leaves a length as it is.</summary>
    public Tensor Expand(params ReadOnlySpan<long> shape) => Operator.Call("aten::expand"u8).Tensor(this).Ints(shape).Bool(false).Return();

    /// <summary>Copies of the tensor side by side, so many along each dimension.</summary>
    public Tensor Repeat(params ReadOnlySpan<long> times) => Operator.Call("aten::repeat"u8).Tensor(this).Ints(times).Return();

    /// <summary>Reverses the order along the dimensions.</summary>
    public Tensor Flip(params ReadOnlySpan<long> dimensions) => Operator.Call("aten::flip"u8).Tensor(this).Ints(dimensions).Return();

    /// <summary>Adds elements around the tensor.</summary>
    /// <param name="amounts">Before and after for the last dimension, then for the last but one, and so on; negative amounts cut.</param>
    /// <param name="mode">What is added.</param>
    /// <param name="value">The constant of <see cref="PaddingMode.Constant"/>.</param>
    public Tensor Pad(ReadOnlySpan<long> amounts, PaddingMode mode = PaddingMode.Constant, double value = 0) =>
        Operator.Call("aten::pad"u8).Tensor(this).Ints(amounts).Text(mode.ToString().ToLowerInvariant())
            .FloatOrNone(mode == PaddingMode.Constant ? value : null).Return();

    /// <summary>Tensors joined along an existing dimension.</summary>
    public static Tensor Cat(IReadOnlyList<Tensor> tensors, int dimension = 0) =>
        Operator.Call("aten::cat"u8).Tensors(NotEmpty(tensors)).Int(dimension).Return();

    /// <summary>Tensors of one shape joined along a new dimension.</summary>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int dimension = 0) =>
        Operator.Call("aten::stack"u8).Tensors(NotEmpty(tensors)).Int(dimension).Return();

    /// <summary>Parts of the given length along a dimension; the last may be shorter. They share memory.</summary>
    public Tensor[] Split(int length, int dimension = 0) => Operator.Call("aten::split"u8, "Tensor"u8).Tensor(this).Int(length).Int(dimension).ReturnList();

    /// <summary>So many parts of equal length along a dimension, the last maybe shorter. They share memory.</summary>
    public Tensor[] Chunk(int parts, int dimension = 0) => Operator.Call("aten::chunk"u8).Tensor(this).Int(parts).Int(dimension).ReturnList();

    /// <summary>The one slice at an index; the dimension disappears. Shares memory.</summary>
    public Tensor Select(int dimension, long index) => Operator.Call("aten::select"u8, "int"u8).Tensor(this).Int(dimension).Int(index).Return();

    /// <summary>The slices start…start+length-1 along a dimension. Shares memory.</summary>
    public Tensor Narrow(int dimension, long start, long length) =>
        Operator.Call("aten::narrow"u8).Tensor(this).Int(dimension).Int(start).Int(length).Return();

    /// <summary>Every step-th slice from start (inclusive) to end (exclusive) along a dimension; missing bounds are the tensor's. Shares memory.</summary>
    public Tensor Slice(int dimension, long? start = null, long? end = null, long step = 1) =>
        Operator.Call("aten::slice"u8, "Tensor"u8).Tensor(this).Int(dimension).IntOrNone(start).IntOrNone(end).Int(step).Return();

    private static IReadOnlyList<Tensor> NotEmpty(IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.Count > 0 ? tensors : throw new ArgumentException("There must be at least one tensor to join.", nameof(tensors));
    }
}
