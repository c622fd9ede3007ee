using SeCo.Checkpoints;
using SeCo.Models.EspNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.EspNet;

public sealed class EspNetTests : ModelTest
{
    [Fact]
    public void Names_and_counts_are_the_authors()
    {
        using Models.EspNet.EspNet network = new();
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        Assert.Equal(210, state.Count);
        Assert.Equal([12, 19, 3, 3], state["encoder.level2_0.c1.conv.weight"].Shape.ToArray());
        Assert.Equal([16, 12, 3, 3], state["encoder.level2_0.d1.conv.weight"].Shape.ToArray());
        Assert.Equal([64], state["encoder.level2_0.act.weight"].Shape.ToArray());
        Assert.Equal([25, 25, 3, 3], state["encoder.level3.7.d16.conv.weight"].Shape.ToArray());
        Assert.Equal([128], state["encoder.level3.7.bn.act.weight"].Shape.ToArray());
        Assert.Equal([20, 36, 3, 3], state["conv.conv.weight"].Shape.ToArray());
        Assert.Equal([20, 20, 2, 2], state["classifier.weight"].Shape.ToArray());
    }

    [Theory]
    [InlineData(1, 1, 7)]
    [InlineData(2, 3, 12)]
    public void Logits_have_the_images_size_and_feature_maps_their_share(int quarterBlocks, int eighthBlocks, int classes)
    {
        using Models.EspNet.EspNet network = new(
            new EspNetConfig { Classes = classes, QuarterBlocks = quarterBlocks, EighthBlocks = eighthBlocks, MergesImageLast = true }, new RandomSource(1));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(2, 2, 3, 24, 40);
        Assert.Equal([2, classes, 24, 40], network.Forward(images).Shape.ToArray());
        IReadOnlyList<Tensor> maps = network.Features(images);
        Assert.Equal([2, 19, 12, 20], maps[0].Shape.ToArray());
        Assert.Equal([2, 131, 6, 10], maps[1].Shape.ToArray());
        Assert.Equal([2, 256, 3, 5], maps[2].Shape.ToArray());
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using Models.EspNet.EspNet network = new(new EspNetConfig { Classes = 5, EighthBlocks = 1 }, new RandomSource(3));
        network.Forward(Noise(4, 2, 3, 32, 32)).Square().Mean().Backward();
        foreach ((string name, Tensor parameter) in network.NamedParameters())
        {
            Assert.True(parameter.Grad is { } gradient && gradient.Abs().Sum().Item() > 0, name);
        }
    }

    [Fact]
    public void An_image_is_brought_to_the_networks_size()
    {
        using Models.EspNet.EspNet network = new(new EspNetConfig { InputSize = new Size2d(16, 32) });
        byte[] grey = [.. Enumerable.Repeat((byte)100, 3 * 10 * 20)];
        Tensor image = network.Prepare(grey, width: 20, height: 10);
        Assert.Equal([1, 3, 16, 32], image.Shape.ToArray());
        float blue = image.ToArray<float>()[0];
        Assert.Equal((100 - 72.3923111) / 45.3192215 / 255, blue, 1e-6);
    }

    [Fact]
    public void A_saved_network_computes_the_same_when_loaded()
    {
        using TempFolder folder = new();
        using Models.EspNet.EspNet network = new(new EspNetConfig { EighthBlocks = 1 }, new RandomSource(5));
        using Models.EspNet.EspNet loaded = new(new EspNetConfig { EighthBlocks = 1 });
        using ICheckpoint checkpoint = CheckpointFile.Open(Save(folder, network));
        loaded.LoadPretrained(checkpoint);
        network.Eval();
        loaded.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(6, 1, 3, 16, 16);
        Assert.Equal(network.Forward(images).ToArray<float>(), loaded.Forward(images).ToArray<float>());
    }

    [Theory]
    [InlineData(20, 16)]
    [InlineData(16, 12)]
    public void Sizes_that_are_no_multiples_of_eight_are_refused(int height, int width)
    {
        using Models.EspNet.EspNet network = new();
        Assert.Throws<ArgumentException>(() => network.Forward(Tensor.Zeros([1, 3, height, width])));
        Assert.Throws<ArgumentException>(() => network.Features(Tensor.Zeros([1, 3, height, width])));
    }

    [Fact]
    public void A_configuration_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Models.EspNet.EspNet(new EspNetConfig { Classes = 4 }));
        Assert.Throws<ArgumentException>(() => new Models.EspNet.EspNet(new EspNetConfig { InputSize = new Size2d(100, 64) }));
    }
}
