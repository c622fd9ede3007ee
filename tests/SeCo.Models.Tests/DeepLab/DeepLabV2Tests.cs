using SeCo.Models.DeepLab;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.DeepLab;

/// <summary>Against the authors' four networks: golden/networks/deeplabv2_*, with the tolerances of its README.</summary>
public sealed class DeepLabV2Tests : ModelTest
{
    /// <summary>Batch statistics in double precision, as single precision says little of the first layers.</summary>
    private static readonly (string Part, DType Type)[] Steps = [("eval_mode", DType.Float32), ("plain", DType.Float64)];

    private const string TwoLevels = "deeplabv2_resnet101_multi";

    private static readonly Dictionary<string, DeepLabV2Config> Configs = new()
    {
        ["deeplabv2_resnet101"] = DeepLabV2Config.AdaptSegNet, // adds two of its four convolutions, as its loop returns early
        [TwoLevels] = DeepLabV2Config.Advent,
        ["deeplabv2_resnet101_tv"] = DeepLabV2Config.DtSt,
        ["deeplabv2_resnet101_mmseg"] = DeepLabV2Config.MmSegmentation,
    };

    public static TheoryData<string> Cases => [.. Configs.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_values_and_logits_are_the_authors(string name)
    {
        NetworkCase golden = new(name);
        using DeepLabV2 network = Network(name, Configs[name]);
        golden.AssertState(network);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = golden.Array("input.npy");
        AssertClose(golden.Array("logits.npy"), network.CoarseLogits(images), 2e-5, "logits");
        AssertClose(golden.Array("logits_up.npy"), network.Forward(images).Slice(2, step: 4).Slice(3, step: 4), 2e-5, "logits of the image's size");
        IReadOnlyList<Tensor> maps = network.Features(images);
        string body = Configs[name].BodyName is { Length: > 0 } prefix ? prefix + "." : "";
        for (int i = 0; i < maps.Count; i++)
        {
            golden.AssertProbe($"{body}layer{i + 1}", maps[i], 2e-5);
        }

        network.To(DType.Float64);
        golden.AssertPreciseSamples("logits", network.CoarseLogits(images.To(DType.Float64)));
    }

    [Fact]
    public void Both_levels_are_the_authors()
    {
        NetworkCase golden = new(TwoLevels);
        using DeepLabV2 network = Network(TwoLevels, DeepLabV2Config.Advent);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = golden.Array("input.npy");
        AssertClose(golden.Array("logits_aux.npy"), network.AuxiliaryLogits(network.Features(images)[^2]), 2e-5, "auxiliary");
        (Tensor main, Tensor? auxiliary) = network.ForwardLevels(images);
        Assert.Equal(images.Shape[2..].ToArray(), auxiliary!.Shape[2..].ToArray());
        Assert.Equal(network.Forward(images).ToArray<float>(), main.ToArray<float>());
    }

    [Fact]
    public void The_older_networks_sums_of_two_are_the_authors()
    {
        NetworkCase golden = new(TwoLevels);
        using DeepLabV2 network = Network(TwoLevels, DeepLabV2Config.AdaptSegNetTwoLevels);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = golden.Array("input.npy");
        AssertClose(golden.Array("logits_first_two.npy"), network.CoarseLogits(images), 2e-5, "main");
        AssertClose(golden.Array("logits_aux_first_two.npy"), network.AuxiliaryLogits(network.Features(images)[^2]), 2e-5, "auxiliary");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_the_authors(string name)
    {
        NetworkCase golden = new(name);
        using DeepLabV2 network = Network(name, Configs[name]);
        foreach ((string part, DType type) in Steps)
        {
            RuleWeights.Fill(network, golden.Keys);
            network.To(type);
            golden.AssertStep(part, network, (images, labels) => Losses(network, images, labels));
        }
    }

    private static Dictionary<string, Tensor> Losses(DeepLabV2 network, Tensor images, Tensor labels)
    {
        (Tensor main, Tensor? auxiliary) = network.ForwardLevels(images);
        Tensor loss = main.CrossEntropy(labels);
        if (auxiliary is null)
        {
            return new() { ["loss"] = loss, ["loss_mean_over_all_pixels"] = main.CrossEntropy(labels, reduction: Reduction.Sum) / labels.ElementCount };
        }

        Tensor auxiliaryLoss = auxiliary.CrossEntropy(labels);
        return new() { ["loss_aux"] = auxiliaryLoss, ["loss_main"] = loss, ["loss"] = loss + (0.1 * auxiliaryLoss) };
    }

    private static DeepLabV2 Network(string name, DeepLabV2Config config) => RuleWeights.Filled(new NetworkCase(name).Keys, () => new DeepLabV2(config));
}
