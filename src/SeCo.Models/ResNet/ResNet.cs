using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.ResNet;

/// <summary>A ResNet of 18, 34, 50 or 101 layers without its linear layer,
/// under torchvision's names (<c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c>, …).</summary>
/// <remarks>Its feature maps are the outputs of the four stages: at 1/4, 1/8, 1/16 and 1/32 of the image, each side rounded up (at 1, 1/2, 1/4 and 1/8 with
/// <see cref="ResNetStem.Cifar"/>; never coarser than <see cref="ResNetConfig.OutputStride"/>), with 64, 128, 256 and 512 channels, four times as many from
/// depth 50. Images are RGB in 0…1, normalised by <see cref="ImageNormalization.ImageNet"/>. Source: He et al. 2016; torchvision.</remarks>
public sealed class ResNet : ImageEncoder
{
    private const int NarrowestChannels = 64;

    private readonly Layer[] _stem;
    private readonly Sequential[] _stages;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for the defaults.</param>
    /// <param name="random">Draws the first weights as torchvision does; null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public ResNet(ResNetConfig? config = null, RandomSource? random = null)
    {
        Config = config ?? new ResNetConfig();
        Config.Validate();
        _stem = Stem();
        _stages = new Sequential[Config.Shape.Blocks.Length];
        int expansion = Config.Shape.IsBottleneck ? 4 : 1;
        int[] outputs = [.. _stages.Select((_, stage) => (NarrowestChannels << stage) * expansion)];
        for (int stage = 0; stage < _stages.Length; stage++)
        {
            _stages[stage] = Part($"layer{stage + 1}", Stage(stage, inputs: stage == 0 ? Config.StemChannels : outputs[stage - 1], outputs[stage]));
        }

        FeatureChannels = outputs;
        HeWeights.Draw(this, random);
    }

    /// <summary>The shape of the network.</summary>
    public ResNetConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels { get; }

    /// <inheritdoc/>
    public override int OutputChannels => FeatureChannels[^1];

    /// <inheritdoc/>
    public override string HeadName => "fc";

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Features(Tensor images) => Features(images, stemMasks: null);

    /// <inheritdoc/>
    public override Tensor Encode(Tensor images, Tensor? stemMasks = null)
    {
        using TensorScope scope = TensorScope.Open();
        return scope.Keep(Features(images, stemMasks)[^1]);
    }

    /// <summary>The feature maps of images whose first activations are masked.</summary>
    internal IReadOnlyList<Tensor> Features(Tensor images, Tensor? stemMasks)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        List<Tensor> maps = [];
        Tensor current = Begin(images, stemMasks);
        foreach (Sequential stage in _stages)
        {
            current = Consume(stage, current, isShared: maps.Contains(current));
            maps.Add(current);
        }

        return scope.Keep(maps);
    }

    /// <summary>First convolutions, norm, rectifier, mask and pooling: <c>[N, 64 or 128, …]</c>.</summary>
    private Tensor Begin(Tensor images, Tensor? stemMasks) => TensorScope.Run(() =>
    {
        Tensor current = images.ToMemoryFormat(MemoryFormat.ChannelsLast);
        foreach (Layer layer in _stem)
        {
            current = Consume(layer, current);
        }

        Tensor masked = Masked(current.ReluInPlace(), stemMasks);
        return Config.Stem == ResNetStem.Cifar ? masked : masked.MaxPool2d(3, stride: 2, padding: 1, ceilMode: Config.RoundsPoolingUp);
    });

    /// <summary>What comes before the first rectifier outside a sequence, under the names of the network that the stem is from.</summary>
    private Layer[] Stem() => Config.Stem switch
    {
        ResNetStem.ImageNet => [Part("conv1", new Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false)), Part("bn1", Norm(64))],
        ResNetStem.Cifar => [Part("conv1", new Conv2d(3, 64, 3, padding: 1, bias: false)), Part("bn1", Norm(64))],
        ResNetStem.Deep => [Part("stem", new Sequential([.. ThreeConvolutions(32, 64), Norm(64)]))],
        _ => [Part("conv1", new Sequential(ThreeConvolutions(64, 128))), Part("bn1", Norm(128))],
    };

    private Layer[] ThreeConvolutions(int narrow, int wide) =>
    [
        new Conv2d(3, narrow, 3, stride: 2, padding: 1, bias: false), Norm(narrow), Activation.Relu(),
        new Conv2d(narrow, narrow, 3, padding: 1, bias: false), Norm(narrow), Activation.Relu(),
        new Conv2d(narrow, wide, 3, padding: 1, bias: false),
    ];

    private Layer Norm(int channels)
    {
        if (Config.Norm == ResNetNorm.Frozen)
        {
            return new FrozenNorm2d(channels);
        }

        BatchNorm2d norm = new(channels, Config.Epsilon);
        norm.SetRequiresGrad(Config.Norm == ResNetNorm.Batch);
        return norm;
    }

    private Sequential Stage(int stage, int inputs, int outputs)
    {
        ResNetBlock[] blocks = new ResNetBlock[Config.Shape.Blocks[stage]];
        int channels = NarrowestChannels << stage;
        (int stageStride, int firstDilation, int dilation) = Config.Sampling(stage);
        for (int i = 0; i < blocks.Length; i++)
        {
            int stride = i == 0 ? stageStride : 1;
            int blockInputs = i == 0 ? inputs : outputs;
            blocks[i] = Config.Shape.IsBottleneck
                ? ResNetBlock.Bottleneck(blockInputs, channels, stride, i == 0 ? firstDilation : dilation, Config.StridesFirst, Norm)
                : ResNetBlock.Basic(blockInputs, channels, stride, Norm);
        }

        return new Sequential(blocks);
    }
}
