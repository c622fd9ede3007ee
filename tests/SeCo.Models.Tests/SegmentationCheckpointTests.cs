using SeCo.Checkpoints;
using SeCo.Models.DeepLab;
using SeCo.Models.ResNet;
using SeCo.Models.SegFormer;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests;

public sealed class SegmentationCheckpointTests : ModelTest, IDisposable
{
    private static readonly MixTransformerConfig Tiny = new() { Channels = [4, 4, 4, 4], Heads = [1, 1, 2, 2], Blocks = [1, 1, 1, 1] };

    private readonly TempFolder _folder = new();

    void IDisposable.Dispose()
    {
        _folder.Dispose();
        Dispose();
    }

    [Theory]
    [InlineData("module.backbone.w", "backbone.w")]
    [InlineData("Scale.conv1.w", "conv1.w")]
    [InlineData("model.backbone.w", "backbone.w")]
    [InlineData("feature_extractor.module.backbone.w", "feature_extractor.backbone.w")]
    [InlineData("classifier.module.conv2d_list.0.w", "classifier.conv2d_list.0.w")]
    [InlineData("encoder.w", "encoder.w")]
    public void What_stands_before_the_names_is_taken_off(string inFile, string expected)
    {
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(Write(inFile));
        Assert.Equal([expected], checkpoint.Names);
        Assert.Equal([1f], checkpoint.Read(expected).ToSingles());
    }

    [Fact]
    public void The_network_of_a_role_is_chosen_among_several()
    {
        string path = Write("model.a", "ema_model.a", "ema_model.b", "imnet_model.a");
        using ICheckpoint student = SegmentationCheckpoint.Open(path);
        Assert.Equal(["a"], student.Names);
        Assert.Equal(["a", "b"], Names(path, CheckpointRole.Teacher));
        CheckpointException missing = Assert.Throws<CheckpointException>(() => SegmentationCheckpoint.Open(Write("backbone.a"), CheckpointRole.Teacher));
        Assert.Contains("no teacher", missing.Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => SegmentationCheckpoint.Open(Write("model.a"), CheckpointRole.Teacher));
    }

    [Fact]
    public void An_auxiliary_head_is_left_out() => Assert.Equal(["backbone.w"], Names(Write("module.auxiliary_head.w", "module.backbone.w")));

    [Fact]
    public void The_unused_classifier_of_SegFormers_files_is_passed_over_and_that_of_DAFormer_is_not()
    {
        using Models.SegFormer.SegFormer network = new(new SegFormerConfig { Body = Tiny, Embedding = 8 });
        string path = Write(network, name => name, "decode_head.conv_seg.weight", "decode_head.conv_seg.bias");
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(path);
        network.LoadPretrained(checkpoint);
        using Models.SegFormer.SegFormer daFormer = new(new SegFormerConfig { Body = Tiny, Embedding = 8, Head = SegFormerHead.DaFormer });
        CheckpointException fault = Assert.Throws<CheckpointException>(() => daFormer.LoadPretrained(checkpoint));
        Assert.Contains(fault.Misshaped, text => text.StartsWith("decode_head.conv_seg.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void A_body_trained_on_ImageNet_is_loaded_without_its_classifier()
    {
        using MixTransformer published = new(Tiny, new RandomSource(1));
        using Models.SegFormer.SegFormer network = new(new SegFormerConfig { Body = Tiny, Embedding = 8 });
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(Write(published, name => name, "head.weight", "head.bias"));
        network.LoadBody(checkpoint);
        Assert.Equal(
            published.NamedParameters()["block2.0.attn.kv.weight"].ToArray<float>(), network.NamedParameters()["backbone.block2.0.attn.kv.weight"]
                .ToArray<float>());
        using ICheckpoint other = SegmentationCheckpoint.Open(Write(published, name => name, "neck.weight"));
        CheckpointException fault = Assert.Throws<CheckpointException>(() => network.LoadBody(other));
        Assert.Equal(["neck.weight"], fault.Unexpected);
    }

    [Fact]
    public void The_file_that_AdaptSegNet_starts_from_is_loaded_without_its_classifier()
    {
        DeepLabV2Config config = DeepLabV2Config.AdaptSegNet with { Classes = 3, Body = DeepLabV2Config.AdaptSegNet.Body with { Depth = 50 } };
        using Models.ResNet.ResNet published = new(config.Body, new RandomSource(2));
        using DeepLabV2 network = new(config);
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(Write(published, name => "Scale." + name, "Scale.layer5.conv2d_list.0.weight"));
        network.LoadBody(checkpoint);
        Assert.Equal(
            published.NamedParameters()["layer4.2.conv3.weight"].ToArray<float>(), network.NamedParameters()["layer4.2.conv3.weight"].ToArray<float>());
        Assert.Equal(ResNetNorm.FixedScale, network.Config.Body.Norm);
        Assert.DoesNotContain("layer4.2.bn3.weight", network.BodyParameters().Keys);
    }

    private string[] Names(string path, CheckpointRole role = CheckpointRole.Student)
    {
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(path, role);
        return [.. checkpoint.Names.Order(StringComparer.Ordinal)];
    }

    private string Write(params string[] names) => Write(names.Select(name => KeyValuePair.Create(name, TensorData.From<float>([1], [1]))));

    private string Write(Module module, Func<string, string> rename, params string[] more) => Write(
        module.StateDictionary().Select(
            p => KeyValuePair.Create(rename(p.Key), new TensorData(p.Value.DType, [.. p.Value.Shape], p.Value.ToBytes())))
            .Concat(more.Select(name => KeyValuePair.Create(name, TensorData.From<float>([1], [1])))));

    private string Write(IEnumerable<KeyValuePair<string, TensorData>> tensors)
    {
        string path = _folder[$"{Guid.NewGuid()}.safetensors"];
        SafetensorsWriter.Write(path, tensors);
        return path;
    }
}
