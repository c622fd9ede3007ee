using SeCo.Models.ResNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.ResNet;

public sealed class DilatedResNetTests : ModelTest
{
    [Theory]
    [InlineData(32, false, "2 1 1", "2 1 1")]
    [InlineData(16, false, "2 1 1", "1 1 2")]
    [InlineData(16, true, "2 1 1", "1 2 2")]
    [InlineData(8, false, "1 1 2", "1 2 4")]
    [InlineData(8, true, "1 2 2", "1 4 4")]
    public void A_stage_that_does_not_stride_looks_further(int outputStride, bool dilatesFirstBlock, string third, string fourth)
    {
        ResNetConfig config = new() { OutputStride = outputStride, DilatesFirstBlock = dilatesFirstBlock };
        Assert.Equal("1 1 1", Text(config.Sampling(0)));
        Assert.Equal("2 1 1", Text(config.Sampling(1)));
        Assert.Equal(third, Text(config.Sampling(2)));
        Assert.Equal(fourth, Text(config.Sampling(3)));

        static string Text((int Stride, int First, int Others) sampling) => $"{sampling.Stride} {sampling.First} {sampling.Others}";
    }

    [Theory]
    [InlineData(ResNetStem.Deep, 8, false, 16, 12)]
    [InlineData(ResNetStem.WideDeep, 16, false, 16, 12)]
    [InlineData(ResNetStem.ImageNet, 8, true, 17, 13)]
    public void Maps_have_the_sizes_that_stem_and_pooling_make(ResNetStem stem, int outputStride, bool roundsPoolingUp, int height, int width)
    {
        using Models.ResNet.ResNet network =
            new(new ResNetConfig { Stem = stem, OutputStride = outputStride, RoundsPoolingUp = roundsPoolingUp }, new RandomSource(1));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        IReadOnlyList<Tensor> maps = network.Features(Noise(2, 1, 3, 64, 48));
        Assert.Equal([1, 256, height, width], maps[0].Shape.ToArray());
        int quarter = outputStride / 4;
        Assert.Equal([1, 2048, (height + quarter - 1) / quarter, (width + quarter - 1) / quarter], maps[3].Shape.ToArray());
    }

    [Fact]
    public void Norms_of_fixed_scale_follow_the_batches_but_are_not_trained()
    {
        using Models.ResNet.ResNet network = new(new ResNetConfig { Depth = 18, Norm = ResNetNorm.FixedScale }, new RandomSource(3));
        network.Features(Noise(4, 2, 3, 32, 32))[^1].Mean().Backward();
        Assert.Null(network.NamedParameters()["bn1.weight"].Grad);
        Assert.NotNull(network.NamedParameters()["conv1.weight"].Grad);
        Assert.Equal(1, network.StateDictionary()["bn1.num_batches_tracked"].Item());
        Assert.True(network.StateDictionary()["bn1.running_mean"].Abs().Sum().Item() > 0);
    }

    [Fact]
    public void Frozen_norms_are_no_parameters_and_do_not_change()
    {
        using Models.ResNet.ResNet network = new(new ResNetConfig { Depth = 18, Norm = ResNetNorm.Frozen }, new RandomSource(5));
        Assert.DoesNotContain("bn1.weight", network.NamedParameters().Keys);
        Assert.DoesNotContain("bn1.num_batches_tracked", network.StateDictionary().Keys);
        network.Features(Noise(6, 2, 3, 32, 32));
        Assert.Equal(0, network.StateDictionary()["bn1.running_mean"].Abs().Sum().Item());
    }

    [Theory]
    [InlineData(18, ResNetStem.ImageNet, 8)]
    [InlineData(50, ResNetStem.Cifar, 8)]
    [InlineData(50, ResNetStem.ImageNet, 4)]
    public void Dilation_that_no_published_network_has_is_refused(int depth, ResNetStem stem, int outputStride) =>
        Assert.Throws<ArgumentException>(() => new ResNetConfig { Depth = depth, Stem = stem, OutputStride = outputStride }.Validate());
}
