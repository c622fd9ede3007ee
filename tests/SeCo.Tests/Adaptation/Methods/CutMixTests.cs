using SeCo.Adaptation.Methods;
using SeCo.Imaging;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

public sealed class CutMixTests : MethodTest
{
    [Fact]
    public void Boxes_of_cutmix_lie_inside_and_have_their_area()
    {
        RandomSource random = new(2);
        Size2d size = new(100, 200);
        for (int i = 0; i < 500; i++)
        {
            Box box = CutMix.Draw(size, 1, random);
            Assert.Equal(box, box.Clip(200, 100));
            Assert.InRange(box.Area, 0.015 * 20000, 0.4 * 20000);
            Assert.InRange((double)box.Height / box.Width, 0.28, 3.6);
        }

        Assert.True(CutMix.Draw(size, 0, random).IsEmpty);
        Assert.Equal(250, Enumerable.Range(0, 500).Count(_ => CutMix.Draw(size, 0.5, random).IsEmpty), 60.0);
    }

    [Fact]
    public void Boxes_are_pasted_from_the_next_map_of_the_batch_as_it_was()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor own = Tensor.From([1, 1, 1, 2, 2, 2, 3, 3, 3], 3, 1, 3);
        Tensor mixed = new CutMix([new(0, 0, 1, 1), new(1, 0, 3, 1), new(2, 0, 3, 1)], 1).Apply(own, own);
        Assert.Equal([2, 1, 1, 2, 3, 3, 3, 3, 1], mixed.ToArray<int>());
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], own.ToArray<int>());
        Assert.Throws<ArgumentException>(() => new CutMix([default], 1).Apply(own, own));
    }
}
