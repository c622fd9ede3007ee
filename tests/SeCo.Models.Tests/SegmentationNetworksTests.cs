using SeCo.Checkpoints;
using SeCo.Models.DeepLab;
using SeCo.Models.EspNet;
using SeCo.Models.MobileNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Models.Tests;

public sealed class SegmentationNetworksTests : ModelTest
{
    private const int Classes = 5;
    private const string Kernel = "encoder.level1.conv.weight";

    /// <summary>One network of each decoder, the smallest there is.</summary>
    public static TheoryData<string> Small { get; } =
        ["espnet", "unet-small", "deeplabv3plus-resnet50", "deeplabv3plus-mobilenetv2", "segformer-b0", "segformer-finefirst-b0", "daformer-b0"];

    [Fact]
    public void Every_name_is_there_once_and_an_unknown_one_is_refused_with_all()
    {
        Assert.Distinct(SegmentationNetworks.All.Select(entry => entry.Name));
        Assert.All(SegmentationNetworks.All, entry => Assert.Same(entry, SegmentationNetworks.Find(entry.Name)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => SegmentationNetworks.Find("segformer-b6"));
        Assert.Contains("segformer-b5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("espnet", 210, 364569)]
    [InlineData("espnetv2-s0.5", 526, 80342)]
    [InlineData("espnetv2-s2.0", 526, 789242)]
    [InlineData("deeplabv3plus-resnet50", 386, 40475443)]
    [InlineData("deeplabv3plus-resnet101", 692, 59467571)]
    [InlineData("deeplabv3plus-mobilenetv2", 388, 2050035)]
    [InlineData("unet-small", 56, 186179)]
    [InlineData("deeplabv2-adaptsegnet", 632, 43901068)]
    [InlineData("deeplabv2-adaptsegnet-multi", 640, 44601560)]
    [InlineData("deeplabv2-dtst", 528, 43795724)]
    [InlineData("deeplabv2-mmseg", 644, 43920300)]
    [InlineData("deeplabv2-mmseg-reduced", 640, 43219846)]
    [InlineData("segformer-b0", 192, 3719027)]
    [InlineData("segformer-b1", 192, 13682131)]
    [InlineData("segformer-b2", 348, 27361235)]
    [InlineData("segformer-b3", 588, 47237075)]
    [InlineData("segformer-b4", 848, 64007635)]
    [InlineData("segformer-finefirst-b5", 1068, 84607955)]
    [InlineData("daformer-b0", 234, 6900595)]
    [InlineData("daformer-b5", 1110, 85155283)]
    public void Numbers_of_tensors_and_parameters_are_the_authors_or_counted_by_hand(string name, int tensors, long parameters)
    {
        SegmentationNetworkEntry entry = SegmentationNetworks.Find(name);
        using SegmentationNetwork network = entry.Create();
        Assert.Equal(tensors, network.StateDictionary().Count);
        Assert.Equal(parameters, network.CountParameters());
        Assert.Equal(entry.Outputs, network.Classes);
        Assert.Equal(entry.Preprocessing, network.Preprocessing);
    }

    [Theory]
    [InlineData("deeplabv3plus-resnet50", 17, 25, 17, 25)]
    [InlineData("deeplabv3plus-mobilenetv2", 65, 97, 17, 25)]
    [InlineData("deeplabv3plus-mobilenetv2", 31, 45, 8, 12)]
    [InlineData("segformer-b0", 33, 47, 9, 12)]
    [InlineData("segformer-b0", 31, 40, 8, 10)]
    [InlineData("daformer-b0", 33, 47, 9, 12)]
    [InlineData("unet-small", 33, 47, 17, 24)]
    [InlineData("espnet", 24, 40, 24, 40)]
    public void Logits_have_the_images_size_whatever_it_is(string name, int height, int width, int coarseHeight, int coarseWidth)
    {
        using SegmentationNetwork network = SegmentationNetworks.Find(name).Create(Classes, new RandomSource(1));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = name == "deeplabv3plus-resnet50" ? Noise(2, 1, 3, 65, 97) : Noise(2, 1, 3, height, width);
        Assert.Equal([1, Classes, coarseHeight, coarseWidth], network.CoarseLogits(images).Shape.ToArray());
        Assert.Equal([1, Classes, images.Shape[2], images.Shape[3]], network.Forward(images).Shape.ToArray());
        Assert.Equal(network.FeatureChannels, network.Features(images).Select(map => (int)map.Shape[1]));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_training_step_moves_every_parameter(string name)
    {
        using SegmentationNetwork network = SegmentationNetworks.Find(name).Create(Classes, new RandomSource(3), dropout: new RandomSource(4));
        using Sgd optimizer = new([new ParameterGroup(network.HeadParameters()) { LearningRateFactor = 10 }, new ParameterGroup(network.BodyParameters())]);
        Dictionary<string, float[]> before = network.NamedParameters().ToDictionary(p => p.Key, p => p.Value.ToArray<float>());
        (int height, int width) = network is Models.SegFormer.SegFormer ? (64, 80) : (32, 40); // attention over a single key would ignore its queries
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 4 * height * width).Select(i => (long)(i / 7 % Classes))], 4, height, width);
        network.Forward(Noise(5, 4, 3, height, width)).CrossEntropy(labels).Backward();
        optimizer.Step(0.1);
        Assert.All(network.NamedParameters(), p => Assert.False(p.Value.ToArray<float>().AsSpan().SequenceEqual(before[p.Key]), p.Key));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_saved_network_computes_the_same_when_loaded(string name)
    {
        using TempFolder folder = new();
        using SegmentationNetwork network = SegmentationNetworks.Find(name).Create(Classes, new RandomSource(6));
        using SegmentationNetwork loaded = SegmentationNetworks.Find(name).Load(Save(folder, network), Classes);
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(7, 1, 3, 32, 40);
        Assert.Equal(network.Forward(images).ToArray<float>(), loaded.Forward(images).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Dropped_channels_disturb_one_half_only_and_follow_the_seed(string name)
    {
        using SegmentationNetwork network = SegmentationNetworks.Find(name).Create(Classes, new RandomSource(8));
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(9, 2, 3, 32, 40);
        Tensor expected = network.Forward(images);
        (Tensor plain, Tensor disturbed) = network.ForwardPerturbed(images, new RandomSource(10));
        AssertClose(expected, plain, 1e-5, "plain");
        Assert.NotEqual(plain.ToArray<float>(), disturbed.ToArray<float>());
        Assert.Equal(disturbed.ToArray<float>(), network.ForwardPerturbed(images, new RandomSource(10)).Perturbed.ToArray<float>());
        AssertClose(expected, network.ForwardPerturbed(images, new RandomSource(10), probability: 0).Perturbed, 1e-5, "nothing dropped");
    }

    [Theory]
    [InlineData("espnet", "encoder.")]
    [InlineData("unet-small", "encoder.")]
    [InlineData("deeplabv3plus-resnet50", "backbone.")]
    [InlineData("deeplabv3plus-mobilenetv2", "backbone.")]
    [InlineData("daformer-b0", "backbone.")]
    public void Body_and_head_share_the_parameters_out(string name, string body)
    {
        using SegmentationNetwork network = SegmentationNetworks.Find(name).Create();
        Assert.All(network.BodyParameters().Keys, key => Assert.StartsWith(body, key, StringComparison.Ordinal));
        Assert.All(network.HeadParameters().Keys, key => Assert.False(key.StartsWith(body, StringComparison.Ordinal)));
        Assert.Equal(network.NamedParameters().Keys.Order(), network.BodyParameters().Keys.Concat(network.HeadParameters().Keys).Order());
    }

    [Fact]
    public void Published_weights_hold_no_numbers_that_slow_processors_down()
    {
        using SegmentationNetwork network = SegmentationNetworks.Find("espnet").Load(SharedData.Require("data/espnet/espnet_p_2_q_8.pth"));
        AssertNothingVanished(network);
        Assert.Contains(network.NamedParameters().Values, p => p.ToArray<float>().Contains(0));
    }

    [Fact]
    public void Vanished_weights_become_zero_in_parameters_alone_when_loaded_and_on_request()
    {
        using TempFolder folder = new();
        using Models.EspNet.EspNet published =
            new(new EspNetConfig { Classes = Classes }, new RandomSource(12)), network = new(new EspNetConfig { Classes = Classes });
        Vanish(published);
        using ICheckpoint whole = SegmentationCheckpoint.Open(Save(folder, published));
        network.LoadPretrained(whole);
        AssertNothingVanished(network);
        AssertClose(published.NamedParameters()[Kernel], network.NamedParameters()[Kernel], 1e-7, "others stay");

        Vanish(network);
        network.FlushDenormals();
        AssertNothingVanished(network);
        Assert.All(network.NamedParameters().Values, p => Assert.True(p.RequiresGrad));

        using MobileNetV2 body = new(random: new RandomSource(13));
        using DeepLabV3Plus other = new(DeepLabV3PlusConfig.MobileNetV2);
        Vanish(body);
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(Save(folder, body));
        other.LoadBody(checkpoint);
        AssertNothingVanished(other);
        Assert.Equal(1e-30f, other.StateDictionary()["backbone.features.0.1.running_var"].ToArray<float>()[0]);
    }

    [Fact]
    public void Images_of_another_shape_are_refused()
    {
        using SegmentationNetwork network = SegmentationNetworks.Find("segformer-b0").Create();
        Assert.Throws<ArgumentException>(() => network.Forward(Tensor.Zeros([1, 4, 32, 32])));
        Assert.Throws<ArgumentException>(() => network.Forward(Tensor.Zeros([3, 32, 32])));
        Assert.Throws<ArgumentException>(() => SegmentationNetworks.Find("segformer-b0").Create(classes: 0));
    }

    [Fact]
    public void A_file_of_another_network_is_refused_with_all_its_faults()
    {
        using TempFolder folder = new();
        using SegmentationNetwork network = SegmentationNetworks.Find("segformer-b0").Create();
        string path = Save(folder, network);
        CheckpointException fault = Assert.Throws<CheckpointException>(() => SegmentationNetworks.Find("segformer-finefirst-b0").Load(path));
        Assert.Contains("decode_head.linear_c.0.proj.weight", fault.Missing);
        Assert.Contains("decode_head.linear_c1.proj.weight", fault.Unexpected);
        Assert.Empty(fault.Misshaped);
    }

    /// <summary>Makes the first value of every parameter and buffer tiny, of either sign.</summary>
    private static void Vanish(Module network)
    {
        using GradMode mode = GradMode.Disable();
        float sign = 1;
        foreach (Tensor tensor in network.StateDictionary().Values.Where(t => t.DType == DType.Float32))
        {
            float[] values = tensor.ToArray<float>();
            values[0] = tensor.RequiresGrad ? (sign = -sign) * 1e-39f : 1e-30f;
            tensor.CopyInPlace(Tensor.From(values).Reshape(tensor.Shape));
        }
    }

    private static void AssertNothingVanished(Module network) =>
        Assert.All(network.NamedParameters(), p => Assert.DoesNotContain(p.Value.ToArray<float>(), v => v != 0 && Math.Abs(v) < 1e-20f));
}
