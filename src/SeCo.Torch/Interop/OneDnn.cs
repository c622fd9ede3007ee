using System.Runtime.Intrinsics.X86;
using System.Text;

namespace SeCo.Torch.Interop;

/// <summary>Decides whether libtorch computes convolutions with oneDNN, the library inside it that does so fastest.</summary>
/// <remarks>
/// <para>oneDNN plans its loops by the sizes of the caches, which it asks AMD processors for by the instruction CPUID, leaf 8000001D. Some virtual machines
/// answer that there are none; oneDNN 3.7 then counts with caches of one byte, leaves memory unset that it computes with (results of NaN, now and then), and
/// in some shapes divides by zero, which ends the process. On such a machine it is turned off: libtorch's own convolutions are several times slower, and
/// right. docs/performance.md has the measurements.</para>
/// <para><see cref="Variable"/> decides otherwise: <c>on</c> or <c>off</c>.</para></remarks>
internal static unsafe class OneDnn
{
    /// <summary>The environment variable by which a user decides.</summary>
    internal const string Variable = "SECO_ONEDNN";

    private const int CacheLeaf = unchecked((int)0x8000001D);
    private const int LargestLeaf = unchecked((int)0x80000000);

    /// <summary>Why oneDNN is not used, as the end of a sentence; empty where it is.</summary>
    internal static string WhyNot { get; private set; } = string.Empty;

    /// <summary>Turns oneDNN off in a libtorch that has just been loaded, where it must be; its symbols are 0 where there are none.</summary>
    /// <exception cref="TorchException">The variable has another value, or this libtorch has no such switch.</exception>
    internal static void Configure(Func<string, nint> symbol)
    {
        WhyNot = Decide(Environment.GetEnvironmentVariable(Variable), X86Base.IsSupported && HidesCaches(X86Base.CpuId));
        if (WhyNot.Length == 0)
        {
            return;
        }

        nint context = symbol("_ZN2at13globalContextEv");
        nint useOneDnn = symbol("_ZN2at7Context20setUserEnabledMkldnnEb");
        if (context == 0 || useOneDnn == 0)
        {
            throw new TorchException(
                $"oneDNN must be off ({WhyNot}), and this libtorch has no switch for it. Use another machine, or set {Variable}=on and expect wrong results.");
        }

        ((delegate* unmanaged<nint, byte, void>)useOneDnn)(((delegate* unmanaged<nint>)context)(), 0);
    }

    /// <summary>Decides by the variable's value, else by what <see cref="HidesCaches"/> says: why oneDNN is not used; empty where it is.</summary>
    /// <exception cref="TorchException">The value is neither.</exception>
    internal static string Decide(string? wanted, bool hidesCaches) => wanted switch
    {
        null or "" when hidesCaches =>
            "this virtual machine does not say how large its processor's caches are, and oneDNN computes wrongly without; one that does is faster",
        null or "" or "on" => string.Empty,
        "off" => $"{Variable} is off; leave it unset where it need not be",
        _ => throw new TorchException($"{Variable} is '{wanted}', expected on or off."),
    };

    /// <summary>Whether this is an AMD processor that lists no cache: the instruction takes leaf and subleaf to the four registers.</summary>
    internal static bool HidesCaches(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuid)
    {
        (_, int ebx, int ecx, int edx) = cpuid(0, 0);
        Span<byte> vendor = stackalloc byte[12];
        BitConverter.TryWriteBytes(vendor, ebx);
        BitConverter.TryWriteBytes(vendor[4..], edx);
        BitConverter.TryWriteBytes(vendor[8..], ecx);
        if (Encoding.ASCII.GetString(vendor) != "AuthenticAMD")
        {
            return false;
        }

        const int KindOfCache = 31; // 0: no more caches
        return (uint)cpuid(LargestLeaf, 0).Eax < unchecked((uint)CacheLeaf) || (cpuid(CacheLeaf, 0).Eax & KindOfCache) == 0;
    }
}
