using SeCo.Correction.Windows;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Windows;

public sealed class WindowLoaderTests
{
    private static readonly WindowOptions Window = new() { Width = 8, Height = 4 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 4)]
    public void Batches_come_in_order_and_hold_what_the_reader_writes(int prefetch, int workers)
    {
        WindowRequest[] requests = Requests(37);
        WindowLoader loader = new(new RegionImageCache(Image, 4000), Window,
            new WindowLoaderOptions { BatchSize = 5, Prefetch = prefetch, Workers = workers });
        WindowReader reader = new(Window);
        float[] pixels = new float[reader.ImageLength], inside = new float[reader.MaskLength];
        int at = 0;

        foreach (WindowBatch batch in loader.Load(requests))
        {
            using (batch)
            {
                Assert.Equal(at < 35 ? 5 : 2, batch.Requests.Count);
                for (int i = 0; i < batch.Requests.Count; i++, at++)
                {
                    WindowRequest request = requests[at];
                    RegionImage image = Image(request.Image);
                    ConnectedRegion region = image.Regions[request.Region];
                    reader.Read(image.Image, region.Mask, region.Bounds, request.Flip, pixels, inside);
                    Assert.Equal(request, batch.Requests[i]);
                    Assert.Equal(pixels, batch.Images.Slice(i * pixels.Length, pixels.Length).ToArray());
                    Assert.Equal(inside, batch.Masks.Slice(i * inside.Length, inside.Length).ToArray());
                }
            }
        }

        Assert.Equal(37, at);
    }

    [Fact]
    public void Buffers_are_used_again_and_never_more_than_are_in_flight()
    {
        WindowLoader loader = new(new RegionImageCache(Image), Window, new WindowLoaderOptions { BatchSize = 2, Prefetch = 2 });
        HashSet<float[]> buffers = new(ReferenceEqualityComparer.Instance);
        foreach (WindowBatch batch in loader.Load(Requests(100)))
        {
            using (batch)
            {
                Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray<float>(batch.Images, out ArraySegment<float> segment));
                buffers.Add(segment.Array!);
            }
        }

        Assert.InRange(buffers.Count, 1, 3);
    }

    [Fact]
    public void A_fault_in_the_background_is_thrown_where_its_batch_is_due()
    {
        RegionImageCache images = new(index => index == 1 ? throw new InvalidDataException("image 1 is broken") : Image(index));
        WindowLoader loader = new(images, Window, new WindowLoaderOptions { BatchSize = 1 });
        using IEnumerator<WindowBatch> batches = loader.Load([new(0, 0), new(2, 0), new(1, 0), new(0, 0)]).GetEnumerator();

        Assert.True(batches.MoveNext());
        Assert.True(batches.MoveNext());
        Assert.Equal("image 1 is broken", Assert.Throws<InvalidDataException>(() => batches.MoveNext()).Message);
    }

    [Fact]
    public void Cancelling_ends_the_sequence()
    {
        using CancellationTokenSource stop = new();
        WindowLoader loader = new(new RegionImageCache(Image), Window, new WindowLoaderOptions { BatchSize = 1, Prefetch = 1 });
        int seen = 0;

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (WindowBatch batch in loader.Load(Requests(1000), stop.Token))
            {
                batch.Dispose();
                if (++seen == 3)
                {
                    stop.Cancel();
                }
            }
        });

        Assert.InRange(seen, 3, 4);
    }

    [Fact]
    public void A_disposed_batch_gives_nothing_out()
    {
        WindowBatch batch = new WindowLoader(new RegionImageCache(Image), Window).Load(Requests(3)).First();
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Images);
    }

    private static WindowRequest[] Requests(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => new WindowRequest(random.Next(6), random.Next(2), random.Next(2) == 1))];
    }

    private static RegionImage Image(int index)
    {
        Random random = new(index);
        RgbImage image = new(20, 15);
        random.NextBytes(image.Pixels);
        return new RegionImage(image, [Region(0, 40), Region(1, 7)]);

        static ConnectedRegion Region(int id, uint start) => ConnectedRegion.FromMask(id, id, RunLengthMask.FromCounts(20, 15, [start, 6, 9, 8, 277 - start]));
    }
}
