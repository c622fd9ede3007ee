using SeCo.Models.SegFormer;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.SegFormer;

/// <summary>Against the authors' networks: golden/networks/segformer_* and daformer_*, with the tolerances of its README.</summary>
public sealed class SegFormerReferenceTests : ModelTest
{
    /// <summary>Double precision only with batch statistics, where single precision says little of the first layers.</summary>
    private static readonly (string Part, DType Type)[] Steps =
    [
        ("eval_mode", DType.Float32), ("plain", DType.Float32), ("plain", DType.Float64),
    ];

    private static readonly Dictionary<string, SegFormerConfig> Configs = new()
    {
        ["segformer_mit_b0_nvlabs"] = SegFormerConfig.SegFormer(0),
        ["segformer_mit_b5_nvlabs"] = SegFormerConfig.SegFormer(5),
        ["segformer_mit_b0"] = SegFormerConfig.SegFormer(0) with { Head = SegFormerHead.FineFirst },
        ["segformer_mit_b5"] = SegFormerConfig.SegFormer(5) with { Head = SegFormerHead.FineFirst },
        ["daformer_mit_b0"] = SegFormerConfig.DaFormer(0),
        ["daformer_mit_b5"] = SegFormerConfig.DaFormer(5),
    };

    public static TheoryData<string> Cases => [.. Configs.Keys];

    public static TheoryData<string> SmallCases => [.. Configs.Keys.Where(name => name.Contains("b0", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_values_and_logits_are_the_authors(string name)
    {
        NetworkCase golden = new(name);
        using Models.SegFormer.SegFormer network = Network(name);
        golden.AssertState(network, IsUnused(name));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = golden.Array("input.npy");
        AssertClose(golden.Array("logits.npy"), network.CoarseLogits(images), 2e-5, "logits");
        AssertClose(golden.Array("logits_up.npy"), network.Forward(images).Slice(2, step: 4).Slice(3, step: 4), 2e-5, "logits of the image's size");
        IReadOnlyList<Tensor> maps = network.Features(images);
        for (int i = 0; i < maps.Count; i++)
        {
            golden.AssertProbe($"backbone[{i}]", maps[i], 2e-5);
        }

        network.To(DType.Float64);
        golden.AssertPreciseSamples("logits", network.CoarseLogits(images.To(DType.Float64)));
    }

    [Theory]
    [MemberData(nameof(SmallCases))]
    public void Gradients_are_the_authors(string name)
    {
        NetworkCase golden = new(name);
        using Models.SegFormer.SegFormer network = Network(name);
        foreach ((string part, DType type) in Steps)
        {
            RuleWeights.Fill(network, golden.Keys, IsUnused(name));
            network.To(type);
            golden.AssertStep(part, network, (images, labels) =>
            {
                Tensor logits = network.Forward(images);
                return new Dictionary<string, Tensor>
                {
                    ["loss"] = logits.CrossEntropy(labels),
                    ["loss_mean_over_all_pixels"] = logits.CrossEntropy(labels, reduction: Reduction.Sum) / labels.ElementCount,
                };
            });
        }
    }

    private static Func<string, bool> IsUnused(string name) => key =>
        key.StartsWith("decode_head.conv_seg.", StringComparison.Ordinal) && !name.StartsWith("daformer", StringComparison.Ordinal);

    private static Models.SegFormer.SegFormer Network(string name) =>
        RuleWeights.Filled(new NetworkCase(name).Keys, () => new Models.SegFormer.SegFormer(Configs[name]), IsUnused(name));
}
