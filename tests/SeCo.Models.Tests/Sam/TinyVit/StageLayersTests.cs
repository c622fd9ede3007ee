using SeCo.Models.Sam;
using SeCo.Models.Sam.TinyVit;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.Sam.TinyVit;

public sealed class StageLayersTests : ModelTest
{
    [Fact]
    public void Norms_put_into_kernels_give_what_the_norms_give()
    {
        using NormedConvolution layer = new(4, 6, kernel: 3, stride: 2, groups: 2);
        TinyVitImageEncoderTests.Fill(layer, 3);
        Tensor input = Noise(4, 2, 4, 9, 7);
        layer.Eval();
        Tensor expected = ((Layer)layer.Parts["bn"]).Forward(((Layer)layer.Parts["c"]).Forward(input));
        AssertClose(expected, layer.Forward(input), 1e-6);
    }

    [Theory]
    [InlineData(0, 3, 8)]
    [InlineData(1, 3, 12)]
    [InlineData(2, 5, 10)]
    [InlineData(3, 5, 10)]
    public void A_stage_halves_the_map_but_for_the_last_two(int stage, int side, int channels)
    {
        TinyVitConfig config = new() { Stages = [new(6, 1, 1, 1), new(8, 1, 2, 4), new(12, 1, 3, 3), new(10, 1, 5, 2)] };
        using StageLayers layers = new(config, stage);
        TinyVitImageEncoderTests.Fill(layers, 5);
        layers.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor map = Noise(6, 2, config.Stages[stage].Channels, 5, 5).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Assert.Equal([2, channels, side, side], layers.Forward(map).Shape.ToArray());
    }
}
