namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>True where the elements equal a number.</summary>
    public Tensor EqualTo(double other) => Compare("aten::eq"u8, other);

    /// <summary>True where the elements differ from a number.</summary>
    public Tensor NotEqualTo(double other) => Compare("aten::ne"u8, other);

    /// <summary>True where this is greater or equal; with broadcasting.</summary>
    public Tensor AtLeast(Tensor other) => Compare("aten::ge"u8, other);

    /// <summary>True where this is at least a number.</summary>
    public Tensor AtLeast(double other) => Compare("aten::ge"u8, other);

    /// <summary>True where both are not zero; with broadcasting.</summary>
    public Tensor And(Tensor other) => Compare("aten::logical_and"u8, other, overload: default);

    /// <summary>True where the element is zero.</summary>
    public Tensor Not() => Operator.Call("aten::logical_not"u8).Tensor(this).Return();

    /// <summary>Where the condition holds, the element of the one tensor, else that of the other; all three are broadcast together.</summary>
    /// <param name="condition">Elements of type <see cref="DType.Bool"/>.</param>
    /// <param name="whenTrue">The elements taken where the condition holds.</param>
    /// <param name="whenFalse">The elements taken elsewhere.</param>
    public static Tensor Where(Tensor condition, Tensor whenTrue, Tensor whenFalse) =>
        Operator.Call("aten::where"u8, "self"u8).Tensor(condition).Tensor(whenTrue).Tensor(whenFalse).Return();

    private Tensor Compare(ReadOnlySpan<byte> name, Tensor other) => Compare(name, other, "Tensor"u8);

    private Tensor Compare(ReadOnlySpan<byte> name, Tensor other, ReadOnlySpan<byte> overload) =>
        Operator.Call(name, overload).Tensor(this).Tensor(other).Return();

    private Tensor Compare(ReadOnlySpan<byte> name, double other)
    {
        using Tensor number = Number(other);
        return Compare(name, number);
    }
}
