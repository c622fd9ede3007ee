using System.Runtime.Intrinsics.X86;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    // libtorch has oneDNN on x86 only; asking for one of its operators elsewhere would fail with libtorch's message on standard error.
    private static readonly bool HasFusedLinear = RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS();

    // oneDNN has no bfloat16 layer below AVX-512: without it the call ends with an error.
    private static readonly bool HasFusedBFloat16 = HasFusedLinear && Avx512BW.IsSupported;

    /// <summary>Matrix product: <c>[…, n, k]</c> by <c>[…, k, m]</c> gives <c>[…, n, m]</c>;
    /// leading dimensions are broadcast, and vectors allowed on either side.</summary>
    /// <exception cref="TorchException">The inner lengths differ.</exception>
    public Tensor Matmul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        long inner = other.Rank == 0 ? -1 : other.Shape[other.Rank == 1 ? 0 : other.Rank - 2];
        if (Rank == 0 || inner < 0 || Shape[^1] != inner)
        {
            throw Operator.Refuse(
                "aten::matmul", "the inner lengths differ: the last of the left shape and the last but one of the right must be equal", this, other);
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

    /// <summary><see cref="Linear"/> and what follows it in one pass over memory: for evaluation only, without gradients.</summary>
    /// <remarks>On x86 processors this is oneDNN's linear layer, faster than <see cref="Linear"/> in float32 (docs/performance.md); elsewhere the same values
    /// are computed by separate operators. Sums may be rounded in another order than those of <see cref="Linear"/>.</remarks>
    /// <param name="weight"><c>[out, in]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="addend">Added to the result, in its shape; null for none.</param>
    /// <param name="gelu">Applies GELU in its exact form to the result; not together with an addend.</param>
    /// <exception cref="TorchException">The last length of this tensor is not the weight's second.</exception>
    /// <exception cref="ArgumentException">GELU and an addend are asked for at once.</exception>
    public Tensor FusedLinear(Tensor weight, Tensor? bias = null, Tensor? addend = null, bool gelu = false)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (gelu && addend is not null)
        {
            throw new ArgumentException("A fused linear layer applies GELU or adds a tensor, not both.", nameof(gelu));
        }

        bool hasType = DType == DType.Float32 || (DType == DType.BFloat16 && HasFusedBFloat16);
        if (!HasFusedLinear || !hasType || GradMode.IsEnabled || Device.Kind != DeviceKind.Cpu || weight.Rank != 2 || Rank < 2 || Shape[^1] != weight.Shape[1])
        {
            using TensorScope scope = TensorScope.Open();
            Tensor plain = Linear(weight, bias);
            return scope.Keep(gelu ? plain.Gelu() : addend is null ? plain : plain + addend);
        }

        return addend is not null
            ? Operator.Call("mkldnn::_linear_pointwise"u8, "binary"u8).Tensor(this).Tensor(addend).Tensor(weight).TensorOrNone(bias).Text("add").Return()
            : Operator.Call("mkldnn::_linear_pointwise"u8).Tensor(this).Tensor(weight).TensorOrNone(bias).Text(gelu ? "gelu" : "none").Tensors([])
                .TextOrNone(gelu ? "none" : null).Return();
    }
}
