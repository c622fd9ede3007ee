namespace SeCo.Torch;

/// <content>Operators that change the tensor, and return it.</content>
public sealed partial class Tensor
{
    /// <summary>Overwrites the elements by those of another tensor, converted and broadcast as needed.</summary>
    public Tensor CopyInPlace(Tensor source) => Operator.Call("aten::copy_"u8).Tensor(this).Tensor(source).Bool(false).ReturnSelf();

    /// <summary>Sets every element to zero.</summary>
    public Tensor ZeroInPlace() => Operator.Call("aten::zero_"u8).Tensor(this).ReturnSelf();

    /// <summary>Sets every element to a number.</summary>
    public Tensor FillInPlace(double value)
    {
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_aten_fill__Scalar(Handle, value), "aten::fill_", this);
        return this;
    }

    /// <summary>Adds another tensor, broadcast to this one's shape.</summary>
    public Tensor AddInPlace(Tensor other)
    {
        using Tensor sum = this + other;
        return CopyInPlace(sum);
    }

    /// <summary>Moves every element towards that of another tensor: x ← x + w (y − x), in one pass and without memory of its own.</summary>
    /// <param name="end">y, of this tensor's shape.</param>
    /// <param name="weight">w, of rank 0 or this tensor's shape.</param>
    public Tensor LerpInPlace(Tensor end, Tensor weight) => Operator.Call("aten::lerp_"u8, "Tensor"u8).Tensor(this).Tensor(end).Tensor(weight).ReturnSelf();

    /// <summary>Multiplies every element by a number.</summary>
    public Tensor MultiplyInPlace(double factor)
    {
        using Tensor number = Number(factor);
        return Operator.Call("aten::mul_"u8, "Tensor"u8).Tensor(this).Tensor(number).ReturnSelf();
    }
}
