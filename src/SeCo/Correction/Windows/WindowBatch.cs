namespace SeCo.Correction.Windows;

/// <summary>Windows in buffers that go back to their loader when the batch is disposed; nothing may use them after that.</summary>
public sealed class WindowBatch : IDisposable
{
    private Action<float[], float[]>? _giveBack;
    private readonly float[] _images;
    private readonly float[] _masks;
    private readonly int _imageLength;
    private readonly int _maskLength;

    internal WindowBatch(
        IReadOnlyList<WindowRequest> requests, float[] images, float[] masks, int imageLength, int maskLength, Action<float[], float[]> giveBack)
    {
        Requests = requests;
        _images = images;
        _masks = masks;
        _imageLength = imageLength;
        _maskLength = maskLength;
        _giveBack = giveBack;
    }

    /// <summary>The windows, in order; N of them.</summary>
    public IReadOnlyList<WindowRequest> Requests { get; }

    /// <summary>Normalised images, <c>[N, 3, H, W]</c>.</summary>
    /// <exception cref="ObjectDisposedException">The batch has been disposed.</exception>
    public Memory<float> Images => Buffer(_images, _imageLength);

    /// <summary>Masks, 0 or 1, <c>[N, 1, H, W]</c>.</summary>
    /// <exception cref="ObjectDisposedException">The batch has been disposed.</exception>
    public Memory<float> Masks => Buffer(_masks, _maskLength);

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke(_images, _masks);

    private Memory<float> Buffer(float[] buffer, int length)
    {
        ObjectDisposedException.ThrowIf(_giveBack is null, this);
        return buffer.AsMemory(0, length * Requests.Count);
    }
}
