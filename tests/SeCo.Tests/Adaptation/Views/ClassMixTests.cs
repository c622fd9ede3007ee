using SeCo.Adaptation.Views;
using SeCo.Imaging;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Views;

public sealed class ClassMixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(7, 4)]
    public void Half_of_the_classes_rounded_up_are_pasted_whole(int classes, int expected)
    {
        (Crop source, Crop target, byte[] pasted) = Crops(i => (byte)(i % 5 == 4 ? LabelMap.Ignore : i % classes));
        ClassMix.Paste(source, target, pasted, new RandomSource(3));
        byte[] chosen = [.. Enumerable.Range(0, source.Length).Where(i => pasted[i] == 1).Select(i => source.Labels[i]).Distinct()];
        Assert.Equal(expected, chosen.Length);
        for (int i = 0; i < source.Length; i++)
        {
            bool isPasted = chosen.Contains(source.Labels[i]);
            Assert.Equal(isPasted ? 1 : 0, pasted[i]);
            Assert.Equal(isPasted ? source.Labels[i] : (byte)77, target.Labels[i]);
            Assert.Equal(isPasted ? source.Plane(1)[i] : (byte)9, target.Plane(1)[i]);
        }
    }

    [Fact]
    public void Nothing_is_pasted_of_a_crop_without_labels()
    {
        (Crop source, Crop target, byte[] pasted) = Crops(_ => LabelMap.Ignore);
        ClassMix.Paste(source, target, pasted, new RandomSource(3));
        Assert.Equal(-1, pasted.AsSpan().IndexOf((byte)1));
        Assert.Equal(-1, target.Labels.AsSpan().IndexOfAnyExcept((byte)77));
    }

    [Fact]
    public void Other_numbers_choose_other_classes()
    {
        HashSet<string> seen = [];
        for (ulong seed = 0; seed < 30; seed++)
        {
            (Crop source, Crop target, byte[] pasted) = Crops(i => (byte)(i % 4));
            ClassMix.Paste(source, target, pasted, new RandomSource(seed));
            seen.Add(string.Join(',', pasted[..4]));
        }

        Assert.Equal(6, seen.Count);
    }

    private static (Crop Source, Crop Target, byte[] Pasted) Crops(Func<int, byte> label)
    {
        Crop source = new(new Size2d(10, 12)), target = new(new Size2d(10, 12));
        for (int i = 0; i < source.Length; i++)
        {
            source.Labels[i] = label(i);
            source.Plane(1)[i] = (byte)(100 + i);
            target.Labels[i] = 77;
            target.Plane(1)[i] = 9;
        }

        return (source, target, new byte[source.Length]);
    }
}
