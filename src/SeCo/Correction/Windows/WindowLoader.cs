using System.Collections.Concurrent;
using SeCo.Correction.Regions;

namespace SeCo.Correction.Windows;

/// <summary>One window to load, mirrored left and right or not.</summary>
internal readonly record struct WindowRequest(RegionRow Region, bool Flip = false);

/// <summary>An image in memory together with its regions, in the order of their file.</summary>
internal sealed record WindowImage(RgbImage Image, IReadOnlyList<ConnectedRegion> Regions)
{
    private const int BytesOfRegion = 256; // besides its mask

    /// <summary>About how much memory image and masks take.</summary>
    public long Bytes => Image.Pixels.Length + Regions.Sum(region => BytesOfRegion + (sizeof(uint) * (long)region.Mask.Counts.Length));
}

/// <summary>Windows in buffers that go back to their loader when the batch is disposed; nothing may use them after that.</summary>
internal sealed class WindowBatch(IReadOnlyList<WindowRequest> requests, float[] images, float[] masks, Action<float[], float[]> giveBack) : IDisposable
{
    private Action<float[], float[]>? _giveBack = giveBack;

    /// <summary>The windows, in order; N of them.</summary>
    public IReadOnlyList<WindowRequest> Requests { get; } = requests;

    /// <summary>Normalised images, <c>[N, 3, H, W]</c>, and space for a whole batch.</summary>
    public float[] Images => Given(images);

    /// <summary>Masks, 0 or 1, <c>[N, 1, H, W]</c>, and space for a whole batch.</summary>
    public float[] Masks => Given(masks);

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke(images, masks);

    private float[] Given(float[] buffer)
    {
        ObjectDisposedException.ThrowIf(_giveBack is null, this);
        return buffer;
    }
}

/// <summary>Makes batches of windows on a background thread while the network works on earlier ones.</summary>
/// <remarks>
/// Batches come in the order of the requests. Buffers are used again, so their memory is that of <paramref name="prefetch"/> batches and those not yet
/// disposed. Images stay in memory as long as there is room; neighbours in time should share them.
/// </remarks>
internal sealed class WindowLoader(Func<int, WindowImage> load, WindowOptions window, int batchSize, int prefetch = 2, long capacity = 512L << 20)
{
    private readonly RecentlyUsed<int, WindowImage> _images = new(load, image => image.Bytes, capacity, keepsNewest: true);
    private readonly ConcurrentBag<(float[] Images, float[] Masks)> _buffers = [];

    /// <summary>Loads windows; each batch is the caller's to dispose. Requests are taken as batches are begun.</summary>
    /// <remarks>What goes wrong in the background is thrown where the batch is due. Leaving the loop early ends the background work.</remarks>
    public IEnumerable<WindowBatch> Load(IEnumerable<WindowRequest> requests, CancellationToken cancellationToken = default)
    {
        WindowReader reader = new(window);
        using IEnumerator<WindowRequest[]> chunks = requests.Chunk(batchSize).GetEnumerator();
        using BackgroundLoader<WindowBatch?> batches = new(
            (_, token) => chunks.MoveNext() ? Make(reader, chunks.Current, token) : null, 0, long.MaxValue, workers: 1, prefetch, cancellationToken);
        while (batches.Next() is { } batch)
        {
            yield return batch;
        }
    }

    private WindowBatch Make(WindowReader reader, WindowRequest[] requests, CancellationToken cancellationToken)
    {
        if (!_buffers.TryTake(out (float[] Images, float[] Masks) buffers))
        {
            buffers = (new float[checked(reader.ImageLength * batchSize)], new float[reader.MaskLength * batchSize]);
        }

        WindowBatch batch = new(requests, buffers.Images, buffers.Masks, (images, masks) => _buffers.Add((images, masks)));
        try
        {
            for (int i = 0; i < requests.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WindowImage image = _images.Get(requests[i].Region.Image);
                ConnectedRegion region = image.Regions[requests[i].Region.Place];
                Span<float> pixels = buffers.Images.AsSpan(i * reader.ImageLength, reader.ImageLength);
                reader.Read(image.Image, region.Mask, region.Bounds, requests[i].Flip, pixels, buffers.Masks.AsSpan(i * reader.MaskLength, reader.MaskLength));
            }

            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }
}
