using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Ops;

public sealed class ResizeTests : TensorTest
{
    [Fact]
    public void Resizing_by_hand() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 1, 2], 0, 4);
        AssertTensor(x.ResizeBilinear(new Extent(1, 4)), [1, 1, 1, 4], [0, 1, 3, 4]);
        AssertTensor(x.ResizeBilinear(new Extent(1, 3), alignCorners: true), [1, 1, 1, 3], [0, 2, 4]);
        AssertTensor(x.ResizeNearest(new Extent(1, 4)), [1, 1, 1, 4], [0, 0, 4, 4]);
        Tensor wide = Floats([1, 1, 1, 4], 0, 8, 0, 0);
        AssertTensor(wide.ResizeBilinear(new Extent(1, 1)), [1, 1, 1, 1], [4]);
        // A triangle four pixels to each side of the centre: weights 5, 7, 7, 5 of 24.
        AssertTensor(wide.ResizeBilinear(new Extent(1, 1), antialias: true), [1, 1, 1, 1], [8 * 7 / 24.0]);
        AssertTensor(Tensor.Ones([1, 1, 2, 2]).ResizeBicubic(4), [1, 1, 4, 4], [.. Enumerable.Repeat(1.0, 16)]);
    });

    [Fact]
    public void Sampling_reads_between_pixels() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 2, 2], 1, 2, 3, 4);
        Tensor grid = Floats([1, 1, 3, 2], 0, 0, -1, -1, 1, -1);
        AssertTensor(x.GridSample(grid, alignCorners: true), [1, 1, 1, 3], [2.5, 1, 2]);
        AssertTensor(x.GridSample(grid), [1, 1, 1, 3], [2.5, 0.25, 0.5]);
        AssertTensor(x.GridSample(grid, border: SamplingBorder.Edge), [1, 1, 1, 3], [2.5, 1, 2]);
        AssertTensor(x.GridSample(Floats([1, 1, 1, 2], 0.4f, -0.4f), SamplingMode.Nearest), [1, 1, 1, 1], [2]);
    });

    [Fact]
    public void Channels_become_pixels() => InScope(() =>
        AssertTensor(Floats([1, 4, 1, 1], 1, 2, 3, 4).PixelShuffle(2), [1, 1, 2, 2], [1, 2, 3, 4]));
}
