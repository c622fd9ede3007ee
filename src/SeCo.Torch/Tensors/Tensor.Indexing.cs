namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>The slices at the indices along a dimension, in their order.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="indices">Rank 1, <see cref="DType.Int64"/>.</param>
    public Tensor IndexSelect(int dimension, Tensor indices) =>
        Operator.Call("aten::index_select"u8).Tensor(this).Int(dimension).Tensor(indices).Return();

    /// <summary>A copy in which the elements under the mask are replaced by a number.</summary>
    public Tensor MaskedFill(Tensor mask, double value)
    {
        using Tensor number = Scalar(value, DType, Device);
        return Operator.Call("aten::masked_fill"u8, "Tensor"u8).Tensor(this).Tensor(mask).Tensor(number).Return();
    }

    /// <summary>1 at each element's value along a new last dimension, 0 elsewhere. Elements are <see cref="DType.Int64"/> in 0…classes-1.</summary>
    public Tensor OneHot(int classes) => Operator.Call("aten::one_hot"u8).Tensor(this).Int(classes).Return();
}
