using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using SeCo.Torch.Interop;

namespace SeCo.Torch;

/// <summary>One argument of an operator. It becomes native only when the call runs, so that a call that is never finished leaks nothing.</summary>
/// <remarks>The default value is the schema's <c>None</c>.</remarks>
internal readonly unsafe struct OperatorArgument
{
    private readonly Kind _kind;
    private readonly bool _optional;
    private readonly ulong _bits;

    private OperatorArgument(Kind kind, ulong bits, object? reference = null, bool optional = false)
    {
        (_kind, _bits, Reference, _optional) = (kind, bits, reference, optional);
    }

    private enum Kind
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

    /// <summary>The tensor, list or text of the argument.</summary>
    internal object? Reference { get; }

    internal static OperatorArgument Tensor(Tensor value) => new(Kind.Tensor, 0, value);

    internal static OperatorArgument Int(long value) => new(Kind.Int, (ulong)value);

    internal static OperatorArgument Bool(bool value) => new(Kind.Bool, value ? 1UL : 0);

    internal static OperatorArgument Float(double value) => new(Kind.Float, BitConverter.DoubleToUInt64Bits(value));

    internal static OperatorArgument Device(Device value) => new(Kind.Device, ((ulong)value.Kind << 32) | (uint)value.Index);

    internal static OperatorArgument List(long[] values) => new(Kind.Ints, 0, values);

    internal static OperatorArgument List(IReadOnlyList<Tensor> values) => new(Kind.Tensors, 0, values);

    internal static OperatorArgument Text(string value) => new(Kind.Text, 0, value);

    internal static OperatorArgument Optional(in OperatorArgument value) => new(value._kind, value._bits, value.Reference, optional: true);

    /// <summary>The 64 bits that the dispatcher expects. Handles and lists in it are consumed by the call.</summary>
    internal ulong ToNative()
    {
        ulong bits = _kind switch
        {
            Kind.Tensor => Own(Unsafe.As<Tensor>(Reference!)),
            Kind.Ints => NewList((long[])Reference!),
            Kind.Tensors => NewList((IReadOnlyList<Tensor>)Reference!),
            Kind.Text => NewText((string)Reference!),
            _ => _bits,
        };
        return _optional ? Boxed(bits) : bits;
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
            foreach (Tensor tensor in argument._kind == Kind.Tensor ? [(Tensor)argument.Reference!] : argument.Reference as IReadOnlyList<Tensor> ?? [])
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

    public override string ToString() => _kind switch
    {
        Kind.None => "none",
        Kind.Int => ((long)_bits).ToString(CultureInfo.InvariantCulture),
        Kind.Bool => _bits != 0 ? "true" : "false",
        Kind.Float => BitConverter.UInt64BitsToDouble(_bits).ToString(CultureInfo.InvariantCulture),
        Kind.Device => new Device((DeviceKind)(_bits >> 32), (int)(uint)_bits).ToString(),
        Kind.Ints => $"[{string.Join(", ", (long[])Reference!)}]",
        Kind.Tensors => $"[{string.Join(", ", (IReadOnlyList<Tensor>)Reference!)}]",
        Kind.Text => $"\"{Reference}\"",
        _ => Reference!.ToString()!,
    };

    private static ulong Own(Tensor tensor)
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
