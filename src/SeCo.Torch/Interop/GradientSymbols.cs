namespace SeCo.Torch.Interop;

/// <summary>The C++ functions of libtorch by which gradients are read, as addresses; 0 where this libtorch does not export one.</summary>
internal sealed class GradientSymbols
{
    // Not a static field of a value: a libtorch that is missing would come as the fault of a type initialiser.
    private static readonly Lazy<GradientSymbols> Found = new(() => new GradientSymbols(), LazyThreadSafetyMode.PublicationOnly);

    private GradientSymbols()
    {
    }

    /// <summary>True where the loaded libtorch exports all of them.</summary>
    public static bool AreAvailable => Found.Value is { Grad: not 0, MutableGrad: not 0, RequiresGrad: not 0 };

    public static GradientSymbols Needed => Require(AreAvailable);

    /// <summary>All of them, where they are there.</summary>
    /// <exception cref="TorchException">They are not.</exception>
    public static GradientSymbols Require(bool available) => available ? Found.Value : throw new TorchException(
        $"The libtorch in '{TorchLibrary.Folder}' does not export what gradients are read by (c10::TensorImpl::grad and its like). "
        + "Training needs libtorch for Linux or macOS; computing without gradients works with this one.");

    public nint Grad { get; } = TorchLibrary.TryGetSymbol("_ZNK3c1010TensorImpl4gradEv");

    public nint MutableGrad { get; } = TorchLibrary.TryGetSymbol("_ZN3c1010TensorImpl12mutable_gradEv");

    public nint RequiresGrad { get; } = TorchLibrary.TryGetSymbol("_ZNK3c1010TensorImpl13requires_gradEv");
}
