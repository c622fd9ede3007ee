using SeCo.Torch.Interop;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>The slices at the indices along a dimension, in their order.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="indices">Rank 1, <see cref="DType.Int64"/>.</param>
    public Tensor IndexSelect(int dimension, Tensor indices) =>
        Operator.Call("aten::index_select"u8).Tensor(this).Int(dimension).Tensor(indices).Return();

    /// <summary>The elements at the indices of the leading dimensions, as <c>x[i, j]</c> in Python.</summary>
    /// <param name="indices">One tensor for each leading dimension: whole numbers, broadcast together, or a mask of <see cref="DType.Bool"/>; null takes the dimension whole.</param>
    public Tensor Index(params IReadOnlyList<Tensor?> indices) => Operator.Call("aten::index"u8, "Tensor"u8).Tensor(this).OptionalTensors(indices).Return();

    /// <summary>A copy in which the elements at the indices are replaced, or added to.</summary>
    /// <param name="indices">As for <see cref="Index"/>.</param>
    /// <param name="values">The new elements, or what is added; broadcast to the shape that <see cref="Index"/> would give.</param>
    /// <param name="accumulate">Adds; an index that occurs twice is added to twice.</param>
    public Tensor IndexPut(IReadOnlyList<Tensor?> indices, Tensor values, bool accumulate = false) =>
        Operator.Call("aten::index_put"u8).Tensor(this).OptionalTensors(indices).Tensor(values).Bool(accumulate).Return();

    /// <summary>A copy in which slices of another tensor are added to the slices at the indices; an index that occurs twice is added to twice.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="indices">Rank 1, <see cref="DType.Int64"/>.</param>
    /// <param name="source">Of this tensor's shape, but as long as the indices along the dimension.</param>
    public Tensor IndexAdd(int dimension, Tensor indices, Tensor source)
    {
        Tensor?[] all = new Tensor?[ResolveDimension(dimension) + 1];
        all[^1] = indices;
        return IndexPut(all, source, accumulate: true);
    }

    /// <summary>The elements at the indices along a dimension, one index for each element of the result.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="indices"><see cref="DType.Int64"/>, of the same rank.</param>
    public Tensor Gather(int dimension, Tensor indices) =>
        Operator.Call("aten::gather"u8).Tensor(this).Int(dimension).Tensor(indices).Bool(false).Return();

    /// <summary>A copy in which each element of the source is added at its index along a dimension.</summary>
    public Tensor ScatterAdd(int dimension, Tensor indices, Tensor source) =>
        Operator.Call("aten::scatter_add"u8).Tensor(this).Int(dimension).Tensor(indices).Tensor(source).Return();

    /// <summary>A copy in which each element of the source is put at its index along a dimension. Indices must not repeat.</summary>
    public Tensor Scatter(int dimension, Tensor indices, Tensor source) =>
        Operator.Call("aten::scatter"u8, "src"u8).Tensor(this).Int(dimension).Tensor(indices).Tensor(source).Return();

    /// <summary>A copy in which the elements under the mask are replaced by a number.</summary>
    public Tensor MaskedFill(Tensor mask, double value)
    {
        using Tensor number = Scalar(value, DType, Device);
        return Operator.Call("aten::masked_fill"u8, "Tensor"u8).Tensor(this).Tensor(mask).Tensor(number).Return();
    }

    /// <summary>The elements under the mask, as rank 1, in row-major order.</summary>
    public Tensor MaskedSelect(Tensor mask) => Operator.Call("aten::masked_select"u8).Tensor(this).Tensor(mask).Return();

    /// <summary>Indices <c>[count, rank]</c> of the elements that are not zero, in row-major order.</summary>
    public Tensor NonZero() => Operator.Call("aten::nonzero"u8).Tensor(this).Return();

    /// <summary>1 at each element's value along a new last dimension, 0 elsewhere. Elements are <see cref="DType.Int64"/> in 0…classes-1.</summary>
    public Tensor OneHot(int classes) => Operator.Call("aten::one_hot"u8).Tensor(this).Int(classes).Return();
}
