using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ResizeTests : TensorTest
{
    [Fact]
    public void Resizing_by_hand() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 1, 2], 0, 4);
        AssertTensor(x.ResizeBilinear(new Size2d(1, 4)), [1, 1, 1, 4], [0, 1, 3, 4]);
        AssertTensor(x.ResizeBilinear(new Size2d(1, 3), alignCorners: true), [1, 1, 1, 3], [0, 2, 4]);
        AssertTensor(x.ResizeNearest(new Size2d(1, 4)), [1, 1, 1, 4], [0, 0, 4, 4]);
        // Half a pixel beside a step of 4: the cubic curve's weights at 1/4 are -27, 225, 67, -9 of 256.
        AssertTensor(x.ResizeBicubic(new Size2d(1, 4)), [1, 1, 1, 4], [-27 / 64.0, 58 / 64.0, 198 / 64.0, 283 / 64.0]);
        // With Pillow's curve the weights at 1/4 are 111 and 29 of 140 where nothing lies beside the image.
        AssertTensor(x.ResizeBicubic(new Size2d(1, 4), antialias: true).Narrow(3, 1, 1), [1, 1, 1, 1], [4 * 29 / 140.0]);
        AssertTensor(x.ResizeBicubic(new Size2d(1, 2), (1, 2)), [1, 1, 1, 2], [-27 / 64.0, 58 / 64.0]);
        Tensor wide = Floats([1, 1, 1, 4], 0, 8, 0, 0);
        AssertTensor(wide.ResizeBilinear(new Size2d(1, 1)), [1, 1, 1, 1], [4]);
        // A triangle four pixels to each side of the centre: weights 5, 7, 7, 5 of 24.
        AssertTensor(wide.ResizeBilinear(new Size2d(1, 1), antialias: true), [1, 1, 1, 1], [8 * 7 / 24.0]);
    });
}
