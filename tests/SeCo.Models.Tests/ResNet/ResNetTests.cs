using SeCo.Models.ResNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.ResNet;

public sealed class ResNetTests : ModelTest
{
    [Theory]
    [InlineData(18, 120, 11_176_512)]
    [InlineData(34, 216, 21_284_672)]
    [InlineData(50, 318, 23_508_032)]
    [InlineData(101, 624, 42_500_160)]
    public void Names_and_counts_are_torchvisions(int depth, int entries, long parameters)
    {
        using Models.ResNet.ResNet network = new(new ResNetConfig { Depth = depth });
        Assert.Equal(entries, network.StateDictionary().Count);
        Assert.Equal(parameters, network.CountParameters());
        Assert.Equal([64, 3, 7, 7], network.StateDictionary()["conv1.weight"].Shape.ToArray());
        Assert.Contains("layer2.0.downsample.1.running_mean", network.StateDictionary().Keys);
        Assert.Equal(depth >= 50, network.StateDictionary().ContainsKey("layer1.0.downsample.0.weight"));
        Assert.Equal(depth >= 50, network.StateDictionary().ContainsKey("layer4.1.conv3.weight"));
    }

    [Theory]
    [InlineData(ResNetStem.ImageNet, 4)]
    [InlineData(ResNetStem.Cifar, 1)]
    public void Feature_maps_have_the_announced_channels_and_strides(ResNetStem stem, int stride)
    {
        using Models.ResNet.ResNet network = new(new ResNetConfig { Depth = 18, Stem = stem }, new RandomSource(1));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        IReadOnlyList<Tensor> maps = network.Features(Noise(2, 1, 3, 32, 64));
        Assert.Equal([64, 128, 256, 512], network.FeatureChannels);
        for (int i = 0; i < maps.Count; i++)
        {
            Assert.Equal([1, network.FeatureChannels[i], 32 / (stride << i), 64 / (stride << i)], maps[i].Shape.ToArray());
        }

        Assert.Equal(maps[^1].ToArray<float>(), network.Encode(Noise(2, 1, 3, 32, 64)).ToArray<float>());
    }

    [Fact]
    public void A_bottleneck_strides_in_its_middle_convolution()
    {
        using Models.ResNet.ResNet network = new(new ResNetConfig { Depth = 50 }, new RandomSource(1));
        Assert.Equal([256, 512, 1024, 2048], network.FeatureChannels);
        Assert.Equal([128, 256, 1, 1], network.StateDictionary()["layer2.0.conv1.weight"].Shape.ToArray());
        Assert.Equal([128, 128, 3, 3], network.StateDictionary()["layer2.0.conv2.weight"].Shape.ToArray());
        Assert.Equal([512, 256, 1, 1], network.StateDictionary()["layer2.0.downsample.0.weight"].Shape.ToArray());
    }

    [Fact]
    public void An_unknown_depth_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Models.ResNet.ResNet(new ResNetConfig { Depth = 19 }));
    }
}
