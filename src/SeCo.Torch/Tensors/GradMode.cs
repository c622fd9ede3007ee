namespace SeCo.Torch;

/// <summary>Switches autograd's recording off, or on again, for the current thread until disposed.</summary>
/// <remarks>Predict under <c>using GradMode mode = GradMode.Disable();</c>: activations are then freed as soon as they are no longer needed.</remarks>
public sealed class GradMode : IDisposable
{
    private readonly bool _before;
    private bool _closed;

    private GradMode(bool enabled)
    {
        _before = IsEnabled;
        NativeMethods.aoti_torch_grad_mode_set_enabled(enabled);
    }

    /// <summary>True where autograd records on this thread; so it is when a thread starts.</summary>
    public static bool IsEnabled => NativeMethods.aoti_torch_grad_mode_is_enabled();

    /// <summary>Stops recording.</summary>
    public static GradMode Disable() => new(false);

    /// <summary>Goes back to what was in force before.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            NativeMethods.aoti_torch_grad_mode_set_enabled(_before);
        }
    }
}
