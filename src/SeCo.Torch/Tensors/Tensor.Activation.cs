namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Operator.Call("aten::relu"u8).Tensor(this).Return();

    /// <summary>max(x, 0) in the tensor's own memory, which is returned. Not for a leaf that requires a gradient.</summary>
    public Tensor ReluInPlace() => Operator.Call("aten::relu_"u8).Tensor(this).ReturnSelf();

    /// <summary>min(max(x, 0), 6).</summary>
    public Tensor Relu6() => Operator.Call("aten::relu6"u8).Tensor(this).Return();

    /// <summary>min(max(x, 0), 6) in the tensor's own memory, which is returned. Not for a leaf that requires a gradient.</summary>
    public Tensor Relu6InPlace() => Operator.Call("aten::relu6_"u8).Tensor(this).ReturnSelf();

    /// <summary>x where it is positive, else x times a learned slope.</summary>
    /// <param name="slope">One slope for all, or one per channel of <c>[N, C, …]</c>.</param>
    public Tensor Prelu(Tensor slope) => Operator.Call("aten::prelu"u8).Tensor(this).Tensor(slope).Return();

    /// <summary>x · Φ(x), with the normal distribution function Φ.</summary>
    public Tensor Gelu() => Operator.Call("aten::gelu"u8).Tensor(this).Text("none").Return();

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => Operator.Call("aten::sigmoid"u8).Tensor(this).Return();

    /// <summary>Probabilities along a dimension: eˣ divided by its sum.</summary>
    public Tensor Softmax(int dimension) => Operator.Call("aten::softmax"u8, "int"u8).Tensor(this).Int(dimension).None().Return();

    /// <summary>Natural logarithm of <see cref="Softmax"/>, computed without losing precision.</summary>
    public Tensor LogSoftmax(int dimension) => Operator.Call("aten::log_softmax"u8, "int"u8).Tensor(this).Int(dimension).None().Return();
}
