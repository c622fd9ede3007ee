using System.Runtime.CompilerServices;
using System.Text;

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
    private object?[]? _recorded;

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
        return Add(new(ArgumentKind.Tensor, reference: value));
    }

    internal Operator TensorOrNone(Tensor? value) => Add(value is null ? default : new(ArgumentKind.Tensor, reference: value, optional: true));

    internal Operator Tensors(IReadOnlyList<Tensor> values) => Add(new(ArgumentKind.Tensors, reference: values));

    internal Operator Int(long value) => Add(new(ArgumentKind.Int, (ulong)value));

    internal Operator IntOrNone(long? value) => Add(value is { } v ? new(ArgumentKind.Int, (ulong)v, optional: true) : default);

    internal Operator Ints(params ReadOnlySpan<long> values) => Add(new(ArgumentKind.Ints, reference: values.ToArray()));

    internal Operator Size2d(Size2d value) => Ints(value.Height, value.Width);

    internal Operator IntsOrNone(params ReadOnlySpan<long> values) => Add(new(ArgumentKind.Ints, reference: values.ToArray(), optional: true));

    internal Operator Bool(bool value) => Add(new(ArgumentKind.Bool, value ? 1UL : 0));

    internal Operator BoolOrNone(bool? value) => Add(value is { } v ? new(ArgumentKind.Bool, v ? 1UL : 0, optional: true) : default);

    internal Operator Float(double value) => Add(new(ArgumentKind.Float, BitConverter.DoubleToUInt64Bits(value)));

    internal Operator FloatOrNone(double? value) =>
        Add(value is { } v ? new(ArgumentKind.Float, BitConverter.DoubleToUInt64Bits(v), optional: true) : default);

    internal Operator DType(DType value) => Add(new(ArgumentKind.Int, (ulong)value));

    internal Operator DTypeOrNone(DType? value) => Add(value is { } v ? new(ArgumentKind.Int, (ulong)(long)v, optional: true) : default);

    internal Operator Device(Device value) => Add(new(ArgumentKind.Device, ((ulong)value.Kind << 32) | (uint)value.Index));

    internal Operator MemoryFormat(MemoryFormat value) => Add(new(ArgumentKind.Int, (ulong)value));

    internal Operator Text(string value) => Add(new(ArgumentKind.Text, reference: value));

    internal Operator TextOrNone(string? value) => Add(value is null ? default : new(ArgumentKind.Text, reference: value, optional: true));

    internal Operator None() => Add(default);

    internal Tensor Return() => Recorded(new Tensor((nint)Run()[0]))[0];

    internal (Tensor First, Tensor Second) ReturnPair()
    {
        ulong[] results = Run();
        (nint first, nint second) = ((nint)results[0], (nint)results[1]); // making a tensor must not find the stack in use again
        Tensor[] pair = Recorded(new Tensor(first), new Tensor(second));
        return (pair[0], pair[1]);
    }

    internal Tensor[] ReturnMany(int count)
    {
        ulong[] results = Run()[..count];
        return Recorded([.. results.Select(handle => new Tensor((nint)handle))]);
    }

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
        return Recorded(tensors);
    }

    /// <summary>Runs an operator that changes its first argument and returns it.</summary>
    internal Tensor ReturnSelf()
    {
        Tensor self = (Tensor)_arguments[0].Reference!;
        _ = NativeMethods.aoti_torch_delete_tensor_object((nint)Run()[0]);
        return Recorded(self)[0];
    }

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
            arguments[i] = new(ArgumentKind.Tensor, reference: tensors[i]);
        }

        return arguments;
    }

    private static byte* Address(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));

    private Operator Add(in OperatorArgument argument)
    {
        _arguments[_count++] = argument;
        return this;
    }

    private Tensor[] Recorded(params Tensor[] results)
    {
        if (_recorded is { } arguments)
        {
            _recorded = null;
            OperatorRecorder.Current!.Add(Marshal.PtrToStringUTF8((nint)_name)!, arguments, results);
        }

        return results;
    }

    private ulong[] Run()
    {
        Span<OperatorArgument> arguments = _arguments.AsSpan(0, _count);
        _recorded = OperatorRecorder.Current is null ? null : [.. _arguments.Take(_count).Select(a => a.Value)];
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

/// <summary>One argument of an operator. It becomes native only when the call runs, so that a call that is never finished leaks nothing.</summary>
/// <remarks>The default value is the schema's <c>None</c>. A value of 64 bits is held as bits, all else as a reference.</remarks>
internal readonly unsafe struct OperatorArgument(ArgumentKind kind, ulong bits = 0, object? reference = null, bool optional = false)
{
    internal object? Reference { get; } = reference;

    internal ArgumentKind Kind { get; } = kind;

    /// <summary>The argument as a value of .NET; null for none, and for devices.</summary>
    internal object? Value => Kind switch
    {
        ArgumentKind.Int => (long)bits,
        ArgumentKind.Bool => bits != 0,
        ArgumentKind.Float => BitConverter.UInt64BitsToDouble(bits),
        _ => Reference,
    };

    /// <summary>The 64 bits that the dispatcher expects. Handles and lists in it are consumed by the call.</summary>
    internal ulong ToNative()
    {
        ulong native = Kind switch
        {
            ArgumentKind.Tensor => Own(Unsafe.As<Tensor>(Reference!)),
            ArgumentKind.Ints => NewList((long[])Reference!),
            ArgumentKind.Tensors => NewList((IReadOnlyList<Tensor>)Reference!),
            ArgumentKind.Text => NewText((string)Reference!),
            _ => bits,
        };
        return optional ? Boxed(native) : native;
    }

    /// <summary>The arguments as a message shows them: shapes, types and devices of tensors, values of the rest.</summary>
    internal static string Describe(ReadOnlySpan<OperatorArgument> arguments)
    {
        StringBuilder text = new("(");
        foreach (ref readonly OperatorArgument argument in arguments)
        {
            text.Append(text.Length > 1 ? ", " : "").Append(argument.ToString());
        }

        return text.Append(')').ToString();
    }

    /// <summary>Why a call failed: libtorch's own words where it gives them, else what is visibly wrong with the arguments.</summary>
    internal static string Reason(ReadOnlySpan<OperatorArgument> arguments)
    {
        if (TorchLibrary.LastError() is { Length: > 0 } said)
        {
            return said;
        }

        HashSet<Device> devices = [];
        HashSet<DType> types = [];
        foreach (ref readonly OperatorArgument argument in arguments)
        {
            foreach (Tensor tensor in argument.Kind == ArgumentKind.Tensor ? [(Tensor)argument.Reference!] : argument.Reference as IReadOnlyList<Tensor> ?? [])
            {
                if (tensor.Rank > 0)
                {
                    devices.Add(tensor.Device);
                    types.Add(tensor.DType);
                }
            }
        }

        return devices.Count > 1 ? $"the tensors lie on different devices ({string.Join(", ", devices)})"
            : types.Count > 1 ? "libtorch refused the arguments; mind that the tensors have different element types (its reason is on standard error)"
            : "libtorch refused the arguments (its reason is on standard error; libtorch 2.13 and later put it here)";
    }

    public override string ToString() => Kind switch
    {
        ArgumentKind.None => "none",
        ArgumentKind.Int => ((long)bits).ToString(CultureInfo.InvariantCulture),
        ArgumentKind.Bool => bits != 0 ? "true" : "false",
        ArgumentKind.Float => BitConverter.UInt64BitsToDouble(bits).ToString(CultureInfo.InvariantCulture),
        ArgumentKind.Device => new Device((DeviceKind)(bits >> 32), (int)(uint)bits).ToString(),
        ArgumentKind.Ints => $"[{string.Join(", ", (long[])Reference!)}]",
        ArgumentKind.Tensors => $"[{string.Join(", ", (IReadOnlyList<Tensor>)Reference!)}]",
        ArgumentKind.Text => $"\"{Reference}\"",
        _ => Reference!.ToString()!,
    };

    /// <summary>Another handle of a tensor, which who gets it owns.</summary>
    internal static ulong Own(Tensor tensor)
    {
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_new_tensor_handle(tensor.Handle, out nint copy), "new_tensor_handle");
        return (ulong)copy;
    }

    private static ulong Boxed(ulong bits)
    {
        ulong* slot = TorchLibrary.NewOptionalSlot();
        *slot = bits;
        return (ulong)slot;
    }

    private static nint NewList(int count)
    {
        Operator.ThrowIfFailed(NativeMethods.torch_new_list_reserve_size((nuint)count, out nint list), "new_list");
        return list;
    }

    private static void Push(nint list, ulong item) => Operator.ThrowIfFailed(NativeMethods.torch_list_push_back(list, item), "list_push_back");

    private static ulong NewList(long[] values)
    {
        nint list = NewList(values.Length);
        foreach (long value in values)
        {
            Push(list, (ulong)value);
        }

        return (ulong)list;
    }

    private static ulong NewList(IReadOnlyList<Tensor> values)
    {
        nint list = NewList(values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            Push(list, Own(values[i]));
        }

        return (ulong)list;
    }

    private static ulong NewText(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* pointer = bytes)
        {
            Operator.ThrowIfFailed(NativeMethods.torch_new_string_handle(pointer, (nuint)bytes.Length, out nint handle), "new_string");
            return (ulong)handle;
        }
    }
}

internal enum ArgumentKind
{
    None,
    Tensor,
    Int,
    Bool,
    Float,
    Device,
    Ints,
    Tensors,
    Text,
}
