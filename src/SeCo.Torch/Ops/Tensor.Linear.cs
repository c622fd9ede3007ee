using SeCo.Torch.Interop;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Matrix product: <c>[…, n, k]</c> by <c>[…, k, m]</c> gives <c>[…, n, m]</c>; leading dimensions are broadcast, and vectors allowed on either side.</summary>
    /// <exception cref="TorchException">The inner lengths differ.</exception>
    public Tensor Matmul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        long inner = other.Rank == 0 ? -1 : other.Shape[other.Rank == 1 ? 0 : other.Rank - 2];
        if (Rank == 0 || inner < 0 || Shape[^1] != inner)
        {
            throw Operator.Refuse("aten::matmul", "the inner lengths differ: the last of the left shape and the last but one of the right must be equal", this, other);
        }

        return Operator.Call("aten::matmul"u8).Tensor(this).Tensor(other).Return();
    }

    /// <summary>Matrix product of each pair of a batch: <c>[B, n, k]</c> by <c>[B, k, m]</c>.</summary>
    public Tensor BatchedMatmul(Tensor other) => Operator.Call("aten::bmm"u8).Tensor(this).Tensor(other).Return();

    /// <summary><c>x · Wᵀ + b</c> over the last dimension.</summary>
    /// <param name="weight"><c>[out, in]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <exception cref="TorchException">The last length of this tensor is not the weight's second.</exception>
    public Tensor Linear(Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || Rank == 0 || Shape[^1] != weight.Shape[1])
        {
            throw Operator.Refuse("aten::linear", "the input's last length must be the weight's second: weight is [out, in]", this, weight);
        }

        return Operator.Call("aten::linear"u8).Tensor(this).Tensor(weight).TensorOrNone(bias).Return();
    }

    /// <summary>Sum of products in Einstein's notation: <c>"bhwc,hkc->bhwk"</c>.</summary>
    public static Tensor Einsum(string equation, params IReadOnlyList<Tensor> operands) =>
        Operator.Call("aten::einsum"u8).Text(equation).Tensors(operands).None().Return();
}
