using SeCo.Correction.Regions;
using SeCo.Correction.Windows;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Windows;

public sealed class WindowLoaderTests
{
    private static readonly WindowOptions Window = new(8, 4);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Batches_come_in_order_and_hold_what_the_reader_writes(int prefetch)
    {
        WindowRequest[] requests = Requests(37);
        WindowLoader loader = new(Image, Window, 5, prefetch, capacity: 4000);
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
                    WindowImage image = Image(request.Region.Image);
                    ConnectedRegion region = image.Regions[request.Region.Place];
                    reader.Read(image.Image, region.Mask, region.Bounds, request.Flip, pixels, inside);
                    Assert.Equal(request, batch.Requests[i]);
                    Assert.Equal(pixels, batch.Images[(i * pixels.Length)..((i + 1) * pixels.Length)]);
                    Assert.Equal(inside, batch.Masks[(i * inside.Length)..((i + 1) * inside.Length)]);
                }
            }
        }

        Assert.Equal(37, at);
    }

    [Fact]
    public void Buffers_are_used_again_and_never_more_than_are_in_flight()
    {
        WindowLoader loader = new(Image, Window, 2, 2);
        HashSet<float[]> buffers = new(ReferenceEqualityComparer.Instance);
        foreach (WindowBatch batch in loader.Load(Requests(100)))
        {
            using (batch)
            {
                buffers.Add(batch.Images);
            }
        }

        Assert.InRange(buffers.Count, 1, 3);
    }

    [Fact]
    public void A_fault_in_the_background_is_thrown_where_its_batch_is_due()
    {
        WindowLoader loader = new(index => index == 1 ? throw new InvalidDataException("image 1 is broken") : Image(index), Window, 1);
        using IEnumerator<WindowBatch> batches = loader.Load([.. new[] { 0, 2, 1, 0 }.Select(image => new WindowRequest(Row(image, 0)))]).GetEnumerator();

        Assert.True(batches.MoveNext());
        Assert.True(batches.MoveNext());
        Assert.Equal("image 1 is broken", Assert.Throws<InvalidDataException>(() => batches.MoveNext()).Message);
    }

    [Fact]
    public void Cancelling_ends_the_sequence()
    {
        using CancellationTokenSource stop = new();
        WindowLoader loader = new(Image, Window, 1, 1);
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
        WindowBatch batch = new WindowLoader(Image, Window, 64).Load(Requests(3)).First();
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Images);
    }

    private static WindowRequest[] Requests(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => new WindowRequest(Row(random.Next(6), random.Next(2)), random.Next(2) == 1))];
    }

    private static RegionRow Row(int image, int place) => new(image, place, 0, 14, float.NaN);

    private static WindowImage Image(int index)
    {
        Random random = new(index);
        RgbImage image = new(20, 15);
        random.NextBytes(image.Pixels);
        return new WindowImage(image, [Region(0, 40), Region(1, 7)]);

        static ConnectedRegion Region(int id, uint start) => ConnectedRegion.FromMask(id, id, RunLengthMask.FromCounts(20, 15, [start, 6, 9, 8, 277 - start]));
    }
}
