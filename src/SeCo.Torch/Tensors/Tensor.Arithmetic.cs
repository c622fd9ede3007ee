namespace SeCo.Torch;

/// <content>Sums, products and functions of single elements. Two tensors are broadcast against each other.</content>
public sealed partial class Tensor
{
    /// <summary>Element by element.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Given(left).AddScaled(right, 1);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(Tensor left, double right) => WithNumber(left, right, (tensor, number) => tensor + number);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(double left, Tensor right) => right + left;

    /// <summary>Element by element.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Given(left).AddScaled(right, -1);

    /// <summary>Subtracts a number from every element.</summary>
    public static Tensor operator -(Tensor left, double right) => left + -right;

    /// <summary>Changes the sign of every element.</summary>
    public static Tensor operator -(Tensor value) => Operator.Call("aten::neg"u8).Tensor(value).Return();

    /// <summary>Element by element.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Operator.Call("aten::mul"u8, "Tensor"u8).Tensor(left).Tensor(right).Return();

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => WithNumber(left, right, (tensor, number) => tensor * number);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => right * left;

    /// <summary>Element by element; whole numbers give floating-point results.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Operator.Call("aten::div"u8, "Tensor"u8).Tensor(left).Tensor(right).Return();

    /// <summary>Divides every element by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => WithNumber(left, right, (tensor, number) => tensor / number);

    /// <summary>e to the power of every element.</summary>
    public Tensor Exp() => Operator.Call("aten::exp"u8).Tensor(this).Return();

    /// <summary>Natural logarithm of every element.</summary>
    public Tensor Log() => Operator.Call("aten::log"u8).Tensor(this).Return();

    /// <summary>One divided by the square root of every element.</summary>
    public Tensor ReciprocalSqrt() => Operator.Call("aten::rsqrt"u8).Tensor(this).Return();

    /// <summary>Absolute value of every element.</summary>
    public Tensor Abs() => Operator.Call("aten::abs"u8).Tensor(this).Return();

    /// <summary>Sine of every element, in radians.</summary>
    public Tensor Sin() => Operator.Call("aten::sin"u8).Tensor(this).Return();

    /// <summary>Cosine of every element, in radians.</summary>
    public Tensor Cos() => Operator.Call("aten::cos"u8).Tensor(this).Return();

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

    private static Tensor Given(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }

    private static Tensor WithNumber(Tensor tensor, double value, Func<Tensor, Tensor, Tensor> compute)
    {
        using Tensor number = Given(tensor).Number(value);
        return compute(tensor, number);
    }

    /// <summary>A number as a tensor of rank 0 that leaves the type of the result to this tensor, as far as it can hold the number.</summary>
    private Tensor Number(double value)
    {
        DType own = DType;
        DType type = own.IsFloatingPoint() ? own : value != Math.Floor(value) ? DType.Float32 : own == DType.Bool ? DType.Int64 : own;
        return Scalar(value, type, Device);
    }

    private Tensor AddScaled(Tensor other, double factor)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!DType.IsFloatingPoint() && !other.DType.IsFloatingPoint())
        {
            return AddIntegers(other, factor);
        }

        TorchLibrary.ApplyThreads();

        // The dispatcher cannot pass add's Scalar alpha; this function of the same interface can, and records for autograd.
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_aten_subtract_Tensor(Handle, other.Handle, -factor, out nint result), "aten::add", this, other);
        Tensor sum = new(result);
        OperatorRecorder.Current?.Add("aten::add", [this, other, factor], sum);
        return sum;
    }

    /// <summary>Sums of whole numbers, exact: add's alpha must be a whole number there, which no function of the interface can pass.</summary>
    private Tensor AddIntegers(Tensor other, double factor) => TensorScope.Run(() =>
    {
        if (DType == DType.Bool && other.DType == DType.Bool)
        {
            throw Operator.Refuse("aten::add", "two bool tensors are combined with And, not added", this, other);
        }

        // Choosing one side everywhere brings it to the common shape and type.
        Tensor left = Where(Scalar(1, DType.Bool, Device), this, other);
        Tensor right = Where(Scalar(0, DType.Bool, Device), this, other);
        return Stack([left, factor < 0 ? -right : right]).Sum([0], type: left.DType);
    });
}
