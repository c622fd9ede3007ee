using SeCo.Models.DeepLab;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.DeepLab;

/// <summary>Against UniMatch's network: golden/networks/deeplabv3plus_*, with the tolerances of its README.</summary>
public sealed class DeepLabV3PlusReferenceTests : ModelTest
{
    /// <summary>Batch statistics in double precision, as single precision says little of the first layers; in both for the smaller network.</summary>
    private static readonly Dictionary<int, (string Part, DType Type)[]> Steps = new()
    {
        [50] = [("eval_mode", DType.Float32), ("plain", DType.Float32), ("plain", DType.Float64), ("need_fp_fixed_mask", DType.Float64)],
        [101] = [("eval_mode", DType.Float32), ("plain", DType.Float64), ("need_fp_fixed_mask", DType.Float64)],
    };

    public static TheoryData<int> Depths { get; } = [50, 101];

    [Theory]
    [MemberData(nameof(Depths))]
    public void Names_values_and_logits_are_the_authors(int depth)
    {
        NetworkCase golden = Golden(depth);
        using DeepLabV3Plus network = Network(depth);
        golden.AssertState(network);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = golden.Array("input.npy");
        AssertClose(golden.Array("logits_lowres.npy"), network.CoarseLogits(images), 2e-5, "coarse logits");
        AssertClose(golden.Array("logits.npy"), Sampled(network.Forward(images)), 2e-5, "logits");
        (Tensor plain, Tensor disturbed) = network.ForwardPerturbed(images, EveryOtherChannel);
        AssertClose(golden.Array("logits.npy"), Sampled(plain), 2e-5, "plain");
        AssertClose(golden.Array("logits_fp_mask.npy"), Sampled(disturbed), 2e-5, "disturbed");
        IReadOnlyList<Tensor> maps = network.Features(images);
        for (int i = 0; i < maps.Count; i++)
        {
            golden.AssertProbe($"backbone.layer{i + 1}", maps[i], 2e-5);
        }

        network.To(DType.Float64);
        (plain, disturbed) = network.ForwardPerturbed(images.To(DType.Float64), EveryOtherChannel);
        golden.AssertPreciseSamples("logits", plain);
        golden.AssertPreciseSamples("logits_fp_mask", disturbed);
    }

    [Theory]
    [MemberData(nameof(Depths))]
    public void Gradients_are_the_authors(int depth)
    {
        using DeepLabV3Plus network = Network(depth);
        foreach ((string part, DType type) in Steps[depth])
        {
            RuleWeights.Fill(network, Golden(depth).Keys);
            network.To(type);
            Golden(depth).AssertStep(part, network, (images, labels) => Losses(network, part, images, labels));
        }
    }

    private static Dictionary<string, Tensor> Losses(DeepLabV3Plus network, string part, Tensor images, Tensor labels)
    {
        if (part != "need_fp_fixed_mask")
        {
            return new() { ["loss"] = network.Forward(images).CrossEntropy(labels) };
        }

        (Tensor plain, Tensor disturbed) = network.ForwardPerturbed(images, EveryOtherChannel);
        Tensor first = plain.CrossEntropy(labels);
        Tensor second = disturbed.CrossEntropy(labels);
        return new() { ["loss_out"] = first, ["loss_out_fp"] = second, ["loss"] = first + (0.5 * second) };
    }

    /// <summary>Channel c of image n is kept, and doubled, where n + c is even.</summary>
    private static Tensor EveryOtherChannel(Tensor map)
    {
        int images = (int)map.Shape[0];
        int channels = (int)map.Shape[1];
        float[] mask = [.. Enumerable.Range(0, images * channels).Select(i => ((i / channels) + (i % channels)) % 2 == 0 ? 2f : 0f)];
        return map * Tensor.From(mask, images, channels, 1, 1).To(map.DType);
    }

    private static Tensor Sampled(Tensor logits) => logits.Slice(2, step: 4).Slice(3, step: 4);

    private static NetworkCase Golden(int depth) => new($"deeplabv3plus_resnet{depth}");

    private static DeepLabV3Plus Network(int depth) =>
        RuleWeights.Filled(Golden(depth).Keys, () => new DeepLabV3Plus(new DeepLabV3PlusConfig { Depth = depth }));
}
