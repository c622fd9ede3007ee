using SeCo.Models.SegFormer;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.SegFormer;

public sealed class DropPathTests : ModelTest
{
    [Fact]
    public void Whole_images_are_left_out_and_the_others_scaled_up()
    {
        const int Images = 4000;
        using DropPath layer = new(0.2, new RandomSource(1));
        float[] values = layer.Forward(Tensor.Ones([Images, 2, 3])).ToArray<float>();
        int dropped = 0;
        foreach (float[] image in values.Chunk(6))
        {
            Assert.All(image, v => Assert.Equal(image[0], v));
            Assert.True(image[0] is 0 or 1.25f, $"{image[0]}");
            dropped += image[0] == 0 ? 1 : 0;
        }

        Assert.InRange(dropped, 0.17 * Images, 0.23 * Images);
    }

    [Fact]
    public void In_evaluation_and_without_a_generator_nothing_is_left_out()
    {
        Tensor input = Noise(2, 8, 2, 3);
        using DropPath silent = new(0.9, random: null);
        Assert.Same(input, silent.Forward(input));
        using DropPath evaluated = new(0.9, new RandomSource(3));
        evaluated.Eval();
        Assert.Same(input, evaluated.Forward(input));
    }

    [Fact]
    public void A_networks_drop_out_follows_its_seed_and_ends_with_training()
    {
        SegFormerConfig config = new() { Classes = 3, Body = new MixTransformerConfig { DropPath = 0.5 } };
        Tensor images = Noise(4, 2, 3, 32, 32);
        float[] Logits(ulong? seed, bool training)
        {
            using Models.SegFormer.SegFormer network = new(config, new RandomSource(5), seed is { } s ? new RandomSource(s) : null);
            network.Train(training);
            using GradMode mode = GradMode.Disable();
            return network.Forward(images).ToArray<float>();
        }

        Assert.Equal(Logits(6, training: true), Logits(6, training: true));
        Assert.NotEqual(Logits(6, training: true), Logits(7, training: true));
        Assert.NotEqual(Logits(6, training: true), Logits(null, training: true));
        Assert.Equal(Logits(6, training: false), Logits(null, training: false));
    }
}
