using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Models.EspNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.EspNet;

/// <summary>Against the authors' network: golden/networks/espnet_*, with the tolerances of its README.</summary>
public sealed class EspNetReferenceTests : ModelTest
{
    private const string CityscapesCase = "espnet_p2_q8";
    private const string CamVidCase = "espnet_p2_q8_camvid";
    private const string RuleCase = "espnet_p2_q8_rule";
    private const string Photograph = "data/camvid/images/val/0016E5_07959.webp";

    public static TheoryData<string> Cases { get; } = [CityscapesCase, CamVidCase, RuleCase];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_shapes_and_values_are_the_authors(string name)
    {
        using Models.EspNet.EspNet network = Network(name);
        new NetworkCase(name).AssertState(network);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_and_features_are_the_authors(string name)
    {
        NetworkCase golden = new(name);
        using Models.EspNet.EspNet network = Network(name);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = golden.Array("input.npy");
        Tensor logits = network.Forward(images);
        AssertClose(golden.Array("logits.npy"), logits.Slice(2, step: 2).Slice(3, step: 2), 2e-5, "logits");

        IReadOnlyList<Tensor> maps = network.Features(images);
        foreach ((Tensor map, string probe) in maps.Zip(["encoder.b1", "encoder.b2", "encoder.b3"]))
        {
            golden.AssertProbe(probe, map, 2e-5);
        }

        Assert.Equal(network.FeatureChannels, maps.Select(m => (int)m.Shape[1]));
        network.To(DType.Float64);
        golden.AssertPreciseSamples("logits", network.Forward(images.To(DType.Float64)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_the_authors(string name)
    {
        (string, DType)[] cases = [("plain", DType.Float32), ("plain", DType.Float64), ("eval_mode", DType.Float32), ("eval_mode", DType.Float64)];
        foreach ((string part, DType type) in cases)
        {
            using Models.EspNet.EspNet network = Network(name);
            network.To(type);
            new NetworkCase(name).AssertStep(
                part, network, (images, labels) => new Dictionary<string, Tensor> { ["loss"] = network.Forward(images).CrossEntropy(labels) });
        }
    }

    [Theory]
    [InlineData(CityscapesCase, 16)]
    [InlineData(CamVidCase, 8)]
    public void A_photograph_gets_the_authors_classes(string name, int stride)
    {
        RgbImage photograph = RgbImageFile.Read(SharedData.Require(Photograph));
        LabelMap expected = LabelPng.Read(SharedData.Require($"golden/networks/{name}/image_argmax.png"));
        using Models.EspNet.EspNet network = Network(name);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor input = network.Prepare(photograph.Pixels, photograph.Width, photograph.Height);
        AssertClose(
            new NetworkCase(name).Array("image_pre.npy").Reshape(1, 3, input.Shape[2] / 8, input.Shape[3] / 8),
            input.Slice(2, step: 8).Slice(3, step: 8),
            1e-5,
            "input");
        Tensor logits = network.Forward(input);
        Tensor expectedLogits = new NetworkCase(name).Array("image_logits.npy");
        AssertClose(expectedLogits, logits.Slice(2, step: stride).Slice(3, step: stride).Reshape(expectedLogits.Shape), 1e-4, "logits");
        byte[] classes = logits.Argmax(1).To(DType.UInt8).ToArray<byte>();
        int same = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            same += classes[i] == expected.Pixels[i] ? 1 : 0;
        }

        Assert.True(same >= 0.999 * classes.Length, $"{same} of {classes.Length} pixels agree");
    }

    [Fact]
    public void Cityscapes_label_ids_are_the_authors()
    {
        LabelMap classes = LabelPng.Read(SharedData.Require($"golden/networks/{CityscapesCase}/image_argmax.png"));
        LabelMap ids = LabelPng.Read(SharedData.Require($"golden/networks/{CityscapesCase}/image_labelids.png"));
        byte[] labelIds = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33, 0]; // of the classes; 0, unlabelled, for background
        byte[] mapped = [.. classes.Pixels.ToArray().Select(c => labelIds[c])];
        Assert.Equal(ids.Pixels.ToArray(), mapped);
    }

    private static Models.EspNet.EspNet Network(string name)
    {
        if (name == RuleCase)
        {
            return RuleWeights.Filled(new NetworkCase(name).Keys, () => new Models.EspNet.EspNet());
        }

        bool isCamVid = name == CamVidCase;
        using ICheckpoint checkpoint = CheckpointFile.Open(SharedData.Require($"data/espnet/espnet_p_2_q_8{(isCamVid ? "_camvid" : "")}.pth"));
        Models.EspNet.EspNet network = new(isCamVid ? EspNetConfig.CamVid : EspNetConfig.Cityscapes);
        network.LoadPretrained(checkpoint);
        return network;
    }
}
