using SeCo.Models.DeepLab;
using SeCo.Models.EspNet;
using SeCo.Models.EspNetV2;
using SeCo.Models.ResNet;
using SeCo.Models.SegFormer;
using SeCo.Models.Tests.Fixtures;
using SeCo.Models.UNet;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.Layers;

/// <summary>Networks whose norms have statistics of their own, with norms folded into convolutions and without.</summary>
public sealed class NormFoldingTests : ModelTest
{
    private const double Allowed = 1e-4;

    private static readonly Dictionary<string, Func<SegmentationNetwork>> Networks = new()
    {
        ["espnet"] = () => new Models.EspNet.EspNet(EspNetConfig.Cityscapes, Drawn),
        ["espnetv2"] = () => new Models.EspNetV2.EspNetV2(EspNetV2Config.Scales[0].Config, Drawn),
        ["mobilenet"] = () => new DeepLabV3Plus(DeepLabV3PlusConfig.MobileNetV2, Drawn),
        ["resnet"] = () => new DeepLabV2(new DeepLabV2Config { Body = new ResNetConfig { Depth = 18, Stem = ResNetStem.WideDeep } }, Drawn),
        ["segformer"] = () => new Models.SegFormer.SegFormer(random: Drawn),
        ["unet"] = () => new SmallUNet(random: Drawn),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    private static RandomSource Drawn => new(3);

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_are_the_same_up_to_ties_and_weights_stay_as_they_are(string name)
    {
        using SegmentationNetwork network = Networks[name]();
        using GradMode mode = GradMode.Disable();
        RandomSource random = new(7);
        foreach ((string tensor, Tensor values) in network.StateDictionary().Where(t => t.Key.Contains("running_", StringComparison.Ordinal)))
        {
            bool isVariance = tensor.EndsWith("var", StringComparison.Ordinal);
            values.CopyInPlace(Tensor.Uniform(random, values.Shape, isVariance ? 0.5 : -0.3, isVariance ? 2 : 0.3));
        }

        network.Eval();
        Dictionary<string, byte[]> before = network.StateDictionary().ToDictionary(t => t.Key, t => t.Value.ToBytes().ToArray());
        Tensor images = Noise(1, 1, 3, 64, 96), plain = network.Forward(images), folded;
        using (NormFolding.Open())
        {
            folded = network.Forward(images);
        }

        double scale = plain.Abs().Max().Item();
        Assert.NotEqual(plain.ToArray<float>(), folded.ToArray<float>());
        AssertClose(plain, folded, Allowed, name);
        float[] values1 = plain.Argmax(1).To(DType.Float32).ToArray<float>(), values2 = folded.Argmax(1).To(DType.Float32).ToArray<float>();
        float[] margins = Margins(plain);
        Assert.All(Enumerable.Range(0, margins.Length), i => Assert.True(values1[i] == values2[i] || margins[i] < Allowed * scale, $"{name}: pixel {i}"));
        Assert.All(network.StateDictionary(), t => Assert.Equal(before[t.Key], t.Value.ToBytes().ToArray()));
        Assert.Equal(plain.ToArray<float>(), network.Forward(images).ToArray<float>()); // nothing stays of it
    }

    /// <summary>How far the greatest logit of each pixel is above the next.</summary>
    private static float[] Margins(Tensor logits)
    {
        long classes = logits.Shape[1], pixels = logits.ElementCount / classes;
        float[] values = logits.ToArray<float>();
        return [.. Enumerable.Range(0, (int)pixels).Select(i =>
        {
            float[] sorted = [.. Enumerable.Range(0, (int)classes).Select(k => values[(k * pixels) + i]).OrderDescending().Take(2)];
            return sorted[0] - sorted[1];
        })];
    }
}
