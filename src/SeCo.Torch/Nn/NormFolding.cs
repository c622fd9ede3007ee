namespace SeCo.Torch.Nn;

/// <summary>While it is open on a thread and gradients are off, a batch norm in evaluation that follows a convolution is computed as a part of it: kernels and
/// bias are scaled by the running statistics each time, which is little beside a pass over the images. Answers differ in the last bits alone, and parameters
/// stay as they are.</summary>
public sealed class NormFolding : IDisposable
{
    [ThreadStatic]
    private static int _open;

    private bool _closed;

    private NormFolding() => _open++;

    /// <summary>True while one is open on this thread and gradients are off.</summary>
    internal static bool IsOpen => _open > 0 && !GradMode.IsEnabled;

    /// <summary>Opens it for this thread, until it is disposed there.</summary>
    public static NormFolding Open() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _open--;
        }
    }
}
