using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SeCo.Torch.Interop;

namespace SeCo.Torch;

/// <summary>One call of an operator through libtorch's dispatcher, autograd included.</summary>
/// <remarks>
/// <para>To add an operator, look up its schema (for example <c>aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor</c>),
/// pass every argument in order, defaults too, and say what comes back:</para>
/// <code>
/// public Tensor Softmax(int dim) =>
///     Operator.Call("aten::softmax"u8, "int"u8).Tensor(this).Int(dim).None().Return();
/// </code>
/// <para>A <c>Scalar</c> in the schema cannot be passed before libtorch 2.14:
/// use the overload that takes a tensor, with <see cref="Torch.Tensor.Scalar(double, SeCo.DType, Device)"/>.
/// The names must be <c>u8</c> literals, because their addresses are kept.</para>
/// </remarks>
internal sealed unsafe class Operator
{
    private const int MaxArguments = 32;

    [ThreadStatic]
    private static Operator? _spare;

    private readonly OperatorArgument[] _arguments = new OperatorArgument[MaxArguments];
    private readonly ulong[] _stack = new ulong[MaxArguments];
    private byte* _name;
    private byte* _overload;
    private int _count;

    private Operator()
    {
    }

    /// <summary>Begins a call. Both names are literals of the form <c>"aten::relu"u8</c>.</summary>
    internal static Operator Call(ReadOnlySpan<byte> name, ReadOnlySpan<byte> overload = default)
    {
        TorchLibrary.ApplyThreads();
        Operator call = _spare ?? new Operator();
        _spare = null; // a call built while another is being built gets its own
        call._name = Address(name);
        call._overload = Address(overload.IsEmpty ? ""u8 : overload);
        call._count = 0;
        return call;
    }

    internal Operator Tensor(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(OperatorArgument.Tensor(value));
    }

    internal Operator TensorOrNone(Tensor? value) => Add(value is null ? default : OperatorArgument.Optional(OperatorArgument.Tensor(value)));

    internal Operator Tensors(IReadOnlyList<Tensor> values) => Add(OperatorArgument.List(values));

    internal Operator Int(long value) => Add(OperatorArgument.Int(value));

    internal Operator IntOrNone(long? value) => Add(value is { } v ? OperatorArgument.Optional(OperatorArgument.Int(v)) : default);

    internal Operator Ints(params ReadOnlySpan<long> values) => Add(OperatorArgument.List(values.ToArray()));

    internal Operator Size2d(Size2d value) => Ints(value.Height, value.Width);

    internal Operator IntsOrNone(params ReadOnlySpan<long> values) => Add(OperatorArgument.Optional(OperatorArgument.List(values.ToArray())));

    internal Operator Bool(bool value) => Add(OperatorArgument.Bool(value));

    internal Operator BoolOrNone(bool? value) => Add(value is { } v ? OperatorArgument.Optional(OperatorArgument.Bool(v)) : default);

    internal Operator Float(double value) => Add(OperatorArgument.Float(value));

    internal Operator FloatOrNone(double? value) => Add(value is { } v ? OperatorArgument.Optional(OperatorArgument.Float(v)) : default);

    internal Operator DType(DType value) => Add(OperatorArgument.Int((long)value));

    internal Operator DTypeOrNone(DType? value) => Add(value is { } v ? OperatorArgument.Optional(OperatorArgument.Int((long)v)) : default);

    internal Operator Device(Device value) => Add(OperatorArgument.Device(value));

    internal Operator MemoryFormat(MemoryFormat value) => Add(OperatorArgument.Int((long)value));

    internal Operator Text(string value) => Add(OperatorArgument.Text(value));

    internal Operator TextOrNone(string? value) => Add(value is null ? default : OperatorArgument.Optional(OperatorArgument.Text(value)));

    internal Operator None() => Add(default);

    /// <summary>Runs the operator; its only result is a tensor.</summary>
    internal Tensor Return() => new((nint)Run()[0]);

    /// <summary>Runs the operator; its results are two tensors.</summary>
    internal (Tensor First, Tensor Second) ReturnPair()
    {
        ulong[] results = Run();
        (nint first, nint second) = ((nint)results[0], (nint)results[1]); // making a tensor must not find the stack in use again
        return (new Tensor(first), new Tensor(second));
    }

    /// <summary>Runs the operator; its result is a list of tensors.</summary>
    internal Tensor[] ReturnList()
    {
        nint list = (nint)Run()[0];
        ThrowIfFailed(NativeMethods.torch_list_size(list, out nuint size), "list");
        Tensor[] tensors = new Tensor[size];
        for (nuint i = 0; i < size; i++)
        {
            ThrowIfFailed(NativeMethods.torch_list_get_item(list, i, out ulong item), "list");
            tensors[i] = new Tensor((nint)item);
        }

        ThrowIfFailed(NativeMethods.torch_delete_list(list), "list");
        return tensors;
    }

    /// <summary>Runs an operator that changes its first argument and returns it.</summary>
    internal Tensor ReturnSelf()
    {
        Tensor self = (Tensor)_arguments[0].Reference!;
        _ = NativeMethods.aoti_torch_delete_tensor_object((nint)Run()[0]);
        return self;
    }

    /// <summary>Runs an operator that returns nothing.</summary>
    internal void ReturnNothing() => Run();

    /// <summary>Throws for a failed call that does not go through the dispatcher.</summary>
    internal static void ThrowIfFailed(int status, string operation, params ReadOnlySpan<Tensor> tensors)
    {
        if (status != 0)
        {
            OperatorArgument[] arguments = Arguments(tensors);
            throw new TorchException(operation, OperatorArgument.Describe(arguments), OperatorArgument.Reason(arguments));
        }
    }

    /// <summary>The exception for arguments that are seen to be wrong before libtorch is asked.</summary>
    internal static TorchException Refuse(string operation, string reason, params ReadOnlySpan<Tensor> tensors) =>
        new(operation, OperatorArgument.Describe(Arguments(tensors)), reason);

    private static OperatorArgument[] Arguments(ReadOnlySpan<Tensor> tensors)
    {
        OperatorArgument[] arguments = new OperatorArgument[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            arguments[i] = OperatorArgument.Tensor(tensors[i]);
        }

        return arguments;
    }

    private static byte* Address(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));

    private Operator Add(in OperatorArgument argument)
    {
        _arguments[_count++] = argument;
        return this;
    }

    private ulong[] Run()
    {
        Span<OperatorArgument> arguments = _arguments.AsSpan(0, _count);
        for (int i = 0; i < arguments.Length; i++)
        {
            _stack[i] = arguments[i].ToNative();
        }

        int status;
        fixed (ulong* stack = _stack)
        {
            status = NativeMethods.torch_call_dispatcher(_name, _overload, stack, TorchLibrary.AbiVersion);
        }

        if (status != 0)
        {
            throw Failure(arguments);
        }

        arguments.Clear();
        _spare = this;
        return _stack;
    }

    private TorchException Failure(ReadOnlySpan<OperatorArgument> arguments)
    {
        StringBuilder name = new(Marshal.PtrToStringUTF8((nint)_name));
        if (*_overload != 0)
        {
            name.Append('.').Append(Marshal.PtrToStringUTF8((nint)_overload));
        }

        return new TorchException(name.ToString(), OperatorArgument.Describe(arguments), OperatorArgument.Reason(arguments));
    }
}
