using SeCo.Checkpoints;
using SeCo.Models.MobileNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.MobileNet;

public sealed class MobileNetV2Tests : ModelTest
{
    private const string Weights = "data/mobilenet_v2/mobilenet_v2_imagenet_features.safetensors";

    [Fact]
    public void Published_weights_give_the_reference_features()
    {
        using MobileNetV2 network = Pretrained();
        using GradMode mode = GradMode.Disable();
        Tensor input = Npy.Read(SharedData.Require("data/mobilenet_v2/golden_input.npy"));
        IReadOnlyList<Tensor> maps = network.Features(input);
        int[] blocks = [3, 6, 13, 17];
        for (int i = 0; i < blocks.Length; i++)
        {
            AssertClose(Npy.Read(SharedData.Require($"data/mobilenet_v2/golden_features_{blocks[i]}.npy")), maps[i], 1e-4, $"block {blocks[i]}");
        }

        Tensor last = network.Encode(input).Mean([2, 3]);
        AssertClose(Npy.Read(SharedData.Require("data/mobilenet_v2/golden_features_18.npy")), last, 1e-4, "block 18");
    }

    [Fact]
    public void Names_and_shapes_are_torchvisions()
    {
        using MobileNetV2 network = new();
        IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
        Assert.Equal(312, state.Count);
        Assert.Equal(2_223_872, network.CountParameters());
        Assert.Equal([32, 1, 3, 3], state["features.1.conv.0.0.weight"].Shape.ToArray());
        Assert.Equal([16, 32, 1, 1], state["features.1.conv.1.weight"].Shape.ToArray());
        Assert.Equal([16], state["features.1.conv.2.running_var"].Shape.ToArray());
        Assert.Equal([96, 16, 1, 1], state["features.2.conv.0.0.weight"].Shape.ToArray());
        Assert.Equal([320, 960, 1, 1], state["features.17.conv.2.weight"].Shape.ToArray());
        Assert.Equal([1280], state["features.18.1.bias"].Shape.ToArray());
    }

    [Fact]
    public void Feature_maps_have_the_announced_channels_and_sizes_rounded_up()
    {
        using MobileNetV2 network = new(random: new RandomSource(1));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        IReadOnlyList<Tensor> maps = network.Features(Noise(2, 1, 3, 65, 96));
        Assert.Equal([24, 32, 96, 320], network.FeatureChannels);
        Assert.Equal([1, 24, 17, 24], maps[0].Shape.ToArray());
        Assert.Equal([1, 32, 9, 12], maps[1].Shape.ToArray());
        Assert.Equal([1, 96, 5, 6], maps[2].Shape.ToArray());
        Assert.Equal([1, 320, 3, 3], maps[3].Shape.ToArray());
    }

    [Theory]
    [InlineData(0.35, 16, 8, 1280)]
    [InlineData(1.4, 48, 32, 1792)]
    public void Width_rounds_channels_to_multiples_of_eight(double width, int stem, int first, int last)
    {
        using MobileNetV2 network = new(new MobileNetConfig { Width = width });
        Assert.Equal(stem, network.StateDictionary()["features.0.0.weight"].Shape[0]);
        Assert.Equal(first, network.FeatureChannels[0]);
        Assert.Equal(last, network.OutputChannels);
    }

    [Theory]
    [InlineData(16, 2, 1)]
    [InlineData(8, 4, 2)]
    public void A_finer_output_stride_computes_the_same_cells_and_those_between(int outputStride, int lastStep, int thirdStep)
    {
        using MobileNetV2 coarse = new(random: new RandomSource(6));
        using MobileNetV2 fine = new(new MobileNetConfig { OutputStride = outputStride }, new RandomSource(6));
        coarse.Eval();
        fine.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(7, 1, 3, 65, 96);
        IReadOnlyList<Tensor> expected = coarse.Features(images), maps = fine.Features(images);
        AssertClose(expected[1], maps[1], 1e-5, "1/8");
        AssertClose(expected[2], EveryNth(maps[2], thirdStep), 1e-5, "1/16");
        AssertClose(expected[3], EveryNth(maps[3], lastStep), 1e-5, "1/32");

        static Tensor EveryNth(Tensor map, int step) => map.Slice(2, 0, null, step).Slice(3, 0, null, step);
    }

    [Fact]
    public void Without_the_last_convolution_the_last_block_ends_the_network()
    {
        using MobileNetV2 network = new(new MobileNetConfig { HasLastConvolution = false }, new RandomSource(8));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(9, 1, 3, 32, 64);
        Assert.Equal(320, network.OutputChannels);
        Assert.Equal(network.Features(images)[^1].ToArray<float>(), network.Encode(images).ToArray<float>());
    }

    [Fact]
    public void The_same_seed_draws_the_same_weights()
    {
        using MobileNetV2 first = new(random: new RandomSource(3));
        using MobileNetV2 second = new(random: new RandomSource(3));
        const string Name = "features.17.conv.2.weight";
        Assert.Equal(first.StateDictionary()[Name].ToArray<float>(), second.StateDictionary()[Name].ToArray<float>());
    }

    [Fact]
    public void A_saved_network_computes_the_same_when_loaded()
    {
        using TempFolder folder = new();
        using MobileNetV2 network = new(random: new RandomSource(4));
        Tensor images = Noise(5, 2, 3, 32, 64);
        using GradMode mode = GradMode.Disable();
        network.Encode(images); // moves the running statistics away from 0 and 1
        network.Eval();

        using MobileNetV2 loaded = new();
        using ICheckpoint checkpoint = CheckpointFile.Open(Save(folder, network));
        loaded.LoadPretrained(checkpoint);
        loaded.Eval();
        Assert.Equal(network.Encode(images).ToArray<float>(), loaded.Encode(images).ToArray<float>());
    }

    [Fact]
    public void A_width_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MobileNetV2(new MobileNetConfig { Width = 0 }));
    }

    private static MobileNetV2 Pretrained()
    {
        using ICheckpoint checkpoint = CheckpointFile.Open(SharedData.Require(Weights));
        MobileNetV2 network = new();
        network.LoadPretrained(checkpoint);
        network.Eval();
        return network;
    }
}
