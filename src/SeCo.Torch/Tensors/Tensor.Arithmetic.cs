using SeCo.Torch.Interop;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Given(left).Add(right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(Tensor left, double right) => Given(left).Add(right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(double left, Tensor right) => Given(right).Add(left);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Given(left).Subtract(right);

    /// <summary>Subtracts a number from every element.</summary>
    public static Tensor operator -(Tensor left, double right) => Given(left).Subtract(right);

    /// <summary>Subtracts every element from a number.</summary>
    public static Tensor operator -(double left, Tensor right)
    {
        using Tensor number = Given(right).Number(left);
        return number.Subtract(right);
    }

    /// <summary>Changes the sign of every element.</summary>
    public static Tensor operator -(Tensor value) => Given(value).Negate();

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Given(left).Multiply(right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => Given(left).Multiply(right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => Given(right).Multiply(left);

    /// <summary>Element by element, with broadcasting; whole numbers give floating-point results.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Given(left).Divide(right);

    /// <summary>Divides every element by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => Given(left).Divide(right);

    /// <summary>Divides a number by every element.</summary>
    public static Tensor operator /(double left, Tensor right)
    {
        using Tensor number = Given(right).Number(left);
        return number.Divide(right);
    }

    /// <summary>Sum, element by element, with broadcasting.</summary>
    public Tensor Add(Tensor other) => AddScaled(other, 1);

    /// <summary>Adds a number to every element.</summary>
    public Tensor Add(double other)
    {
        using Tensor number = Number(other);
        return Add(number);
    }

    /// <summary>This plus a multiple of another tensor, with broadcasting.</summary>
    public Tensor AddScaled(Tensor other, double factor)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!DType.IsFloatingPoint() && !other.DType.IsFloatingPoint())
        {
            return AddIntegers(other, factor);
        }

        TorchLibrary.ApplyThreads();
        // The dispatcher cannot pass add's Scalar alpha; this function of the same interface can, and records for autograd.
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_aten_subtract_Tensor(Handle, other.Handle, -factor, out nint result), "aten::add", this, other);
        return new Tensor(result);
    }

    /// <summary>Difference, element by element, with broadcasting.</summary>
    public Tensor Subtract(Tensor other) => AddScaled(other, -1);

    /// <summary>Subtracts a number from every element.</summary>
    public Tensor Subtract(double other) => Add(-other);

    /// <summary>Product, element by element, with broadcasting.</summary>
    public Tensor Multiply(Tensor other) => Operator.Call("aten::mul"u8, "Tensor"u8).Tensor(this).Tensor(other).Return();

    /// <summary>Multiplies every element by a number.</summary>
    public Tensor Multiply(double other)
    {
        using Tensor number = Number(other);
        return Multiply(number);
    }

    /// <summary>Quotient, element by element, with broadcasting; whole numbers give floating-point results.</summary>
    public Tensor Divide(Tensor other) => Operator.Call("aten::div"u8, "Tensor"u8).Tensor(this).Tensor(other).Return();

    /// <summary>Divides every element by a number.</summary>
    public Tensor Divide(double other)
    {
        using Tensor number = Number(other);
        return Divide(number);
    }

    /// <summary>Changes the sign of every element.</summary>
    public Tensor Negate() => Operator.Call("aten::neg"u8).Tensor(this).Return();

    /// <summary>e to the power of every element.</summary>
    public Tensor Exp() => Operator.Call("aten::exp"u8).Tensor(this).Return();

    /// <summary>Natural logarithm of every element.</summary>
    public Tensor Log() => Operator.Call("aten::log"u8).Tensor(this).Return();

    /// <summary>Square root of every element.</summary>
    public Tensor Sqrt() => Operator.Call("aten::sqrt"u8).Tensor(this).Return();

    /// <summary>One divided by the square root of every element.</summary>
    public Tensor ReciprocalSqrt() => Operator.Call("aten::rsqrt"u8).Tensor(this).Return();

    /// <summary>Absolute value of every element.</summary>
    public Tensor Abs() => Operator.Call("aten::abs"u8).Tensor(this).Return();

    /// <summary>Sine of every element, in radians.</summary>
    public Tensor Sin() => Operator.Call("aten::sin"u8).Tensor(this).Return();

    /// <summary>Cosine of every element, in radians.</summary>
    public Tensor Cos() => Operator.Call("aten::cos"u8).Tensor(this).Return();

    /// <summary>Every element rounded down.</summary>
    public Tensor Floor() => Operator.Call("aten::floor"u8).Tensor(this).Return();

    /// <summary>Every element rounded to the nearest whole number, halves to even.</summary>
    public Tensor Round() => Operator.Call("aten::round"u8).Tensor(this).Return();

    /// <summary>Every element multiplied by itself.</summary>
    public Tensor Square() => Multiply(this);

    /// <summary>This to the power of another tensor, element by element, with broadcasting.</summary>
    public Tensor Pow(Tensor exponent) => Operator.Call("aten::pow"u8, "Tensor_Tensor"u8).Tensor(this).Tensor(exponent).Return();

    /// <summary>Every element to the power of a number.</summary>
    public Tensor Pow(double exponent)
    {
        using Tensor number = Number(exponent);
        return Pow(number);
    }

    /// <summary>The greater of two elements, with broadcasting.</summary>
    public Tensor Maximum(Tensor other) => Operator.Call("aten::maximum"u8).Tensor(this).Tensor(other).Return();

    /// <summary>Every element moved into [minimum, maximum]; a missing bound does not bind.</summary>
    public Tensor Clamp(double? minimum = null, double? maximum = null)
    {
        if (minimum is null && maximum is null)
        {
            throw new ArgumentException("Clamp needs a minimum, a maximum or both.");
        }

        using Tensor? low = minimum is { } a ? Number(a) : null;
        using Tensor? high = maximum is { } b ? Number(b) : null;
        return Operator.Call("aten::clamp"u8, "Tensor"u8).Tensor(this).TensorOrNone(low).TensorOrNone(high).Return();
    }

    /// <summary>A number as a tensor of rank 0 that leaves the type of the result to this tensor, as far as it can hold the number.</summary>
    private Tensor Number(double value)
    {
        DType own = DType;
        DType type = own.IsFloatingPoint() ? own : value != Math.Floor(value) ? DType.Float32 : own == DType.Bool ? DType.Int64 : own;
        return Scalar(value, type, Device);
    }

    /// <summary>Sums of whole numbers, exact: add's alpha must be a whole number there, which no function of the interface can pass.</summary>
    private Tensor AddIntegers(Tensor other, double factor)
    {
        using TensorScope scope = TensorScope.Open();
        if (DType == DType.Bool && other.DType == DType.Bool)
        {
            throw Operator.Refuse("aten::add", "two bool tensors are combined with And, Or or Xor, not added", this, other);
        }

        // Choosing one side everywhere brings it to the common shape and type.
        Tensor left = Where(Scalar(1, DType.Bool, Device), this, other);
        Tensor right = Where(Scalar(0, DType.Bool, Device), this, other);
        Tensor addend = factor == 1 ? right : factor == -1 ? right.Negate() : right.Multiply(factor);
        return scope.Keep(Stack([left, addend]).Sum([0], type: left.DType));
    }

    private static Tensor Given(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }
}
