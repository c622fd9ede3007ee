using SeCo.Checkpoints;
using SeCo.Models.DeepLab;
using SeCo.Models.MobileNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.DeepLab;

public sealed class DeepLabTests : ModelTest
{
    public static TheoryData<string> Rows { get; } =
        [nameof(DeepLabV2Config.AdaptSegNet), nameof(DeepLabV2Config.Advent), nameof(DeepLabV2Config.DtSt), nameof(DeepLabV2Config.MmSegmentation)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void DeepLabV2_answers_at_an_eighth_and_trains_what_its_body_trains(string row)
    {
        DeepLabV2Config published = (DeepLabV2Config)typeof(DeepLabV2Config).GetProperty(row)!.GetValue(null)!;
        using DeepLabV2 network = new(published with { Classes = 3, Body = published.Body with { Depth = 50 } }, new RandomSource(1));
        Tensor images = Noise(2, 2, 3, 32, 48);
        long[] eighth = published.Body.RoundsPoolingUp ? [2, 3, 5, 7] : [2, 3, 4, 6];
        Assert.Equal(eighth, network.CoarseLogits(images).Shape.ToArray());
        (Tensor main, Tensor? auxiliary) = network.ForwardLevels(images);
        Assert.Equal([2, 3, 32, 48], main.Shape.ToArray());
        Assert.Equal(published.AuxiliaryHeadName is null, auxiliary is null);
        (auxiliary is null ? main : main + auxiliary).Square().Mean().Backward();
        int summed = published.Summed ?? 4;
        foreach ((string name, Tensor parameter) in network.BodyParameters().Concat(network.HeadParameters().Where(p => IsSummed(p.Key, summed))))
        {
            Assert.True(parameter.Grad is { } gradient && gradient.Abs().Sum().Item() > 0, name);
        }
    }

    [Fact]
    public void A_batch_of_one_is_refused_where_DeepLabV3Plus_trains_and_only_there()
    {
        using DeepLabV3Plus network = new(DeepLabV3PlusConfig.ResNet50 with { Classes = 2 }, new RandomSource(3));
        Tensor image = Noise(4, 1, 3, 33, 33);
        ArgumentException error = Assert.Throws<ArgumentException>(() => network.Forward(image));
        Assert.Contains("at least two images", error.Message, StringComparison.Ordinal);
        network.Eval();
        Assert.Equal([1, 2, 33, 33], network.Forward(image).Shape.ToArray());
    }

    [Fact]
    public void A_batch_of_one_trains_every_parameter_where_the_whole_image_has_no_norm()
    {
        using DeepLabV3Plus network = new(DeepLabV3PlusConfig.MobileNetV2 with { Classes = 3 }, new RandomSource(5));
        network.Forward(Noise(6, 1, 3, 65, 97)).Square().Mean().Backward();
        Assert.All(network.NamedParameters(), p => Assert.True(p.Value.Grad is { } gradient && gradient.Abs().Sum().Item() > 0, p.Key));
    }

    [Fact]
    public void The_body_of_the_small_network_is_loaded_from_ImageNet_weights_with_or_without_their_classifier()
    {
        using DeepLabV3Plus network = new(DeepLabV3PlusConfig.MobileNetV2);
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(SharedData.Require("data/mobilenet_v2/mobilenet_v2_imagenet_features.safetensors"));
        network.LoadBody(checkpoint);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        IReadOnlyList<Tensor> maps = network.Features(Npy.Read(SharedData.Require("data/mobilenet_v2/golden_input.npy")));
        AssertClose(Npy.Read(SharedData.Require("data/mobilenet_v2/golden_features_3.npy")), maps[0], 1e-4, "1/4");
        Tensor everySecond = maps[3].Slice(2, 0, null, 2).Slice(3, 0, null, 2);
        AssertClose(Npy.Read(SharedData.Require("data/mobilenet_v2/golden_features_17.npy")), everySecond, 1e-4, "1/32");

        using TempFolder folder = new();
        using RegionClassifier classifier = new(new MobileNetV2(random: new RandomSource(7)), classes: 2);
        using ICheckpoint whole = SegmentationCheckpoint.Open(Save(folder, classifier));
        network.LoadBody(whole);
        const string Name = "features.17.conv.2.weight";
        Assert.Equal(classifier.StateDictionary()[Name].ToArray<float>(), network.StateDictionary()["backbone." + Name].ToArray<float>());
    }

    [Fact]
    public void The_same_seed_draws_the_same_small_network()
    {
        using DeepLabV3Plus first = new(DeepLabV3PlusConfig.MobileNetV2, new RandomSource(8));
        using DeepLabV3Plus second = new(DeepLabV3PlusConfig.MobileNetV2, new RandomSource(8));
        IReadOnlyDictionary<string, Tensor> state = second.StateDictionary();
        Assert.All(first.StateDictionary(), p => Assert.Equal(p.Value.To(DType.Float32).ToArray<float>(), state[p.Key].To(DType.Float32).ToArray<float>()));
    }

    [Fact]
    public void Configurations_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => (DeepLabV2Config.Advent with { Summed = 5 }).Validate());
        Assert.Throws<ArgumentException>(() => (DeepLabV2Config.Advent with { Dilations = [] }).Validate());
        Assert.Throws<ArgumentException>(() => (DeepLabV3PlusConfig.ResNet50 with { Depth = 18 }).Validate());
        Assert.Throws<ArgumentException>(() => (DeepLabV3PlusConfig.ResNet50 with { Dilations = [6, 12] }).Validate());
        Assert.Throws<ArgumentException>(() => (DeepLabV3PlusConfig.ResNet50 with { DecoderChannels = 0 }).Validate());
        Assert.Throws<ArgumentException>(() => (DeepLabV3PlusConfig.MobileNetV2 with { MobileNet = new MobileNetConfig { OutputStride = 4 } }).Validate());
    }

    /// <summary>True for the parameters of a classifier's convolution whose number is below a limit.</summary>
    private static bool IsSummed(string name, int limit) => name.Split('.').Where(part => int.TryParse(part, out _)).All(part => int.Parse(part) < limit);
}
