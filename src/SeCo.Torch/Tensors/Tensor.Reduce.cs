namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Sum of all elements; of whole numbers as <see cref="DType.Int64"/>.</summary>
    public Tensor Sum() => Operator.Call("aten::sum"u8).Tensor(this).None().Return();

    /// <summary>True where every element, of a floating-point type, is a finite number: one that is not shows in their sum.</summary>
    /// <remarks>A sum of the largest numbers may overflow; then zero times each number decides.</remarks>
    public bool IsFinite()
    {
        using TensorScope scope = TensorScope.Open();
        return double.IsFinite(Sum().Item()) || double.IsFinite((this * 0).Sum().Item());
    }

    /// <summary>Sums over some dimensions.</summary>
    /// <param name="dimensions">The dimensions to sum over.</param>
    /// <param name="keepDimensions">Leaves them with length 1.</param>
    /// <param name="type">Type of the sums; by default this tensor's, but <see cref="DType.Int64"/> for whole numbers.</param>
    public Tensor Sum(ReadOnlySpan<long> dimensions, bool keepDimensions = false, DType? type = null) =>
        Operator.Call("aten::sum"u8, "dim_IntList"u8).Tensor(this).IntsOrNone(dimensions).Bool(keepDimensions).DTypeOrNone(type).Return();

    /// <summary>Mean of all elements.</summary>
    public Tensor Mean() => Operator.Call("aten::mean"u8).Tensor(this).None().Return();

    /// <summary>Means over some dimensions.</summary>
    public Tensor Mean(ReadOnlySpan<long> dimensions, bool keepDimensions = false) =>
        Operator.Call("aten::mean"u8, "dim"u8).Tensor(this).IntsOrNone(dimensions).Bool(keepDimensions).None().Return();

    /// <summary>Greatest of all elements.</summary>
    public Tensor Max() => Operator.Call("aten::max"u8).Tensor(this).Return();

    /// <summary>Greatest elements along a dimension, and where they are.</summary>
    public (Tensor Values, Tensor Indices) Max(int dimension, bool keepDimension = false) =>
        Operator.Call("aten::max"u8, "dim"u8).Tensor(this).Int(dimension).Bool(keepDimension).ReturnPair();

    /// <summary>Index of the greatest element along a dimension, as <see cref="DType.Int64"/>; the first of equals on the CPU.</summary>
    public Tensor Argmax(int dimension, bool keepDimension = false) =>
        Operator.Call("aten::argmax"u8).Tensor(this).IntOrNone(dimension).Bool(keepDimension).Return();

    /// <summary>ln Σ eˣ over some dimensions, computed without overflow.</summary>
    public Tensor LogSumExp(ReadOnlySpan<long> dimensions, bool keepDimensions = false) =>
        Operator.Call("aten::logsumexp"u8).Tensor(this).Ints(dimensions).Bool(keepDimensions).Return();

    /// <summary>The k-th smallest element along a dimension, counted from 1, and where it is: found without putting the others in order.</summary>
    public (Tensor Values, Tensor Indices) KthSmallest(int k, int dimension = -1, bool keepDimension = false) =>
        Operator.Call("aten::kthvalue"u8).Tensor(this).Int(k).Int(dimension).Bool(keepDimension).ReturnPair();
}
