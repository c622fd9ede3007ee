using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

public sealed class SamModelFileTests
{
    [Theory]
    [InlineData("vit_b")]
    [InlineData("vit-h")]
    [InlineData("mobile")]
    [InlineData("hq-vit-tiny")]
    [InlineData("sam2_large")]
    public void Published_architectures_are_known_by_name(string name) => Assert.Equal(name.Replace('-', '_'), SamModelFile.Architecture(name).Name);

    [Fact]
    public void Another_name_is_answered_with_those_that_are_known()
    {
        string message = Assert.Throws<ArgumentException>(() => SamModelFile.Architecture("vit_x")).Message;

        Assert.Contains("'vit_x' is not known, expected vit_b, vit_l, vit_h, mobile, hq_vit_b", message, StringComparison.Ordinal);
        Assert.Contains("sam2_large or a file", message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => SamModelFile.Architecture("nowhere.json"));
    }

    [Fact]
    public void What_a_checkpoint_does_not_show_is_told_unless_the_architecture_is_published_or_given()
    {
        SamConfig odd = SamConfig.VitB with { Decoder = SamConfig.VitB.Decoder with { Heads = 3 } };

        Assert.Null(new SamModelFile { Weights = "x.pth" }.Assumption(SamConfig.VitB));
        Assert.Null(new SamModelFile { Weights = "x.pth", Arch = "vit_b" }.Assumption(odd));
        Assert.Contains("3 are assumed", new SamModelFile { Weights = "x.pth" }.Assumption(odd), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_32_bits_are_computed_in_unless_others_are_asked_for()
    {
        Assert.Equal(DType.Float32, new SamModelFile { Weights = "x.pth" }.EffectivePrecision);
        Assert.Equal(DType.BFloat16, new SamModelFile { Weights = "x.pth", Precision = SamPrecision.BFloat16 }.EffectivePrecision);
    }
}
