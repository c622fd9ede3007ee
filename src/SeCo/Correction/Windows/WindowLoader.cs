using System.Collections.Concurrent;
using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Correction.Windows;

/// <summary>Makes batches of windows on background threads while the network works on earlier ones.</summary>
/// <remarks>
/// Batches come in the order of the requests and hold the same values whatever the number of threads. Buffers are used again, so their memory is that of
/// <see cref="WindowLoaderOptions.Prefetch"/> batches and those not yet disposed.
/// </remarks>
public sealed class WindowLoader
{
    private readonly RegionImageCache _images;
    private readonly WindowOptions _window;
    private readonly WindowLoaderOptions _options;
    private readonly ConcurrentBag<WindowReader> _readers = [];
    private readonly ConcurrentBag<(float[] Images, float[] Masks)> _buffers = [];
    private readonly int _maskLength;

    /// <summary>Creates a loader.</summary>
    /// <param name="images">Where images and regions come from.</param>
    /// <param name="window">What a window looks like.</param>
    /// <param name="options">How far ahead; null for the defaults.</param>
    public WindowLoader(RegionImageCache images, WindowOptions window, WindowLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(window);
        _images = images;
        _window = window;
        _options = options ?? new WindowLoaderOptions();
        _options.Validate();
        _readers.Add(new WindowReader(window));
        _maskLength = checked(window.Width * window.Height);
    }

    /// <summary>Loads windows; each batch is the caller's to dispose.</summary>
    /// <param name="requests">The windows, in order; taken as batches are begun.</param>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <remarks>What goes wrong in the background is thrown where the batch is due. Leaving the loop early ends the background work.</remarks>
    public IEnumerable<WindowBatch> Load(IEnumerable<WindowRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return LoadCore(requests, cancellationToken);
    }

    private IEnumerable<WindowBatch> LoadCore(IEnumerable<WindowRequest> requests, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, _options.Workers).ConcurrentScheduler;
        Queue<Task<WindowBatch>> ahead = new();
        using IEnumerator<WindowRequest[]> chunks = requests.Chunk(_options.BatchSize).GetEnumerator();
        try
        {
            bool more = true;
            while (true)
            {
                while (more && ahead.Count < _options.Prefetch)
                {
                    more = chunks.MoveNext();
                    if (more)
                    {
                        WindowRequest[] chunk = chunks.Current;
                        ahead.Enqueue(Task.Factory.StartNew(() => Make(chunk, stop.Token), stop.Token, TaskCreationOptions.None, scheduler));
                    }
                }

                if (ahead.Count == 0)
                {
                    yield break;
                }

                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (Task<WindowBatch> task in ahead)
            {
                // A batch that nobody will see is given back; so is its fault, if it has one.
                ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
                if (task.IsCompletedSuccessfully)
                {
                    task.Result.Dispose();
                }
                else
                {
                    _ = task.Exception;
                }
            }
        }
    }

    private WindowBatch Make(WindowRequest[] requests, CancellationToken cancellationToken)
    {
        if (!_buffers.TryTake(out (float[] Images, float[] Masks) buffers))
        {
            buffers = (new float[checked(3 * _maskLength * _options.BatchSize)], new float[_maskLength * _options.BatchSize]);
        }

        if (!_readers.TryTake(out WindowReader? reader))
        {
            reader = new WindowReader(_window);
        }

        WindowBatch batch = new(requests, buffers.Images, buffers.Masks, reader.ImageLength, reader.MaskLength,
            (images, masks) => _buffers.Add((images, masks)));
        try
        {
            for (int i = 0; i < requests.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RegionImage image = _images.Get(requests[i].Image);
                ConnectedRegion region = image.Regions[requests[i].Region];
                Memory<float> pixels = batch.Images.Slice(i * reader.ImageLength, reader.ImageLength);
                Memory<float> inside = batch.Masks.Slice(i * reader.MaskLength, reader.MaskLength);
                reader.Read(image.Image, region.Mask, region.Bounds, requests[i].Flip, pixels.Span, inside.Span);
            }

            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        finally
        {
            _readers.Add(reader);
        }
    }
}
