namespace SeCo.Models.ResNet;

/// <summary>A ResNet of 18, 34, 50 or 101 layers without its linear layer,
/// under torchvision's names (<c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c>, …).</summary>
/// <remarks>Its feature maps are the outputs of the four stages: at 1/4, 1/8, 1/16 and 1/32 of the image, each side rounded up (at 1, 1/2, 1/4 and 1/8 with
/// <see cref="ResNetStem.Cifar"/>; never coarser than <see cref="ResNetConfig.OutputStride"/>), with 64, 128, 256 and 512 channels, four times as many from
/// depth 50. Images are RGB in 0…1, normalised by <see cref="ImageNormalization.ImageNet"/>. Source: He et al. 2016; torchvision.</remarks>
public sealed class ResNet : ImageEncoder
{
    private const int NarrowestChannels = 64;

    private readonly Sequential _stem; // of parts that are registered under other names
    private readonly Sequential[] _stages;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for the defaults.</param>
    /// <param name="random">Draws the first weights as torchvision does; null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public ResNet(ResNetConfig? config = null, RandomSource? random = null)
    {
        Config = config ?? new ResNetConfig();
        Config.Validate();
        _stem = new Sequential(Stem());
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
    public override Tensor Encode(Tensor images, Tensor? stemMasks = null) => TensorScope.Run(() => Features(images, stemMasks)[^1]);

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
        Tensor seen = _stem.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast)).ReluInPlace();
        Tensor masked = Masked(seen, stemMasks);
        return Config.Stem == ResNetStem.Cifar ? masked : masked.MaxPool2d(3, stride: 2, padding: 1, ceilMode: Config.RoundsPoolingUp);
    });

    /// <summary>What comes before the first rectifier outside a sequence, under the names of the network that the stem is from.</summary>
    private Layer[] Stem() => Config.Stem switch
    {
        ResNetStem.ImageNet => [Part("conv1", new Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false)), Part("bn1", Norm(64))],
        ResNetStem.Cifar => [Part("conv1", new Conv2d(3, 64, 3, padding: 1, bias: false)), Part("bn1", Norm(64))],
        ResNetStem.Deep => [Part("stem", new Sequential([.. ThreeConvolutions(32, 64), Norm(64)]))],
        _ => [.. Named("conv1", ThreeConvolutions(64, 128)), Part("bn1", Norm(128))],
    };

    private Layer[] Named(string name, Layer[] layers)
    {
        Part(name, new Sequential(layers));
        return layers;
    }

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

/// <summary>A residual block: convolutions whose result is added to the input. Source: He et al. 2016, figure 5; torchvision.</summary>
internal sealed class ResNetBlock : Layer
{
    private readonly (Conv2d Convolution, Layer Norm)[] _steps;
    private readonly Sequential? _shortcut;

    private ResNetBlock(Conv2d[] convolutions, int inputs, int stride, Func<int, Layer> norm)
    {
        _steps = new (Conv2d, Layer)[convolutions.Length];
        for (int i = 0; i < convolutions.Length; i++)
        {
            _steps[i] = (Part($"conv{i + 1}", convolutions[i]), Part($"bn{i + 1}", norm(Channels(convolutions[i]))));
        }

        int outputs = Channels(convolutions[^1]);
        if (stride != 1 || inputs != outputs)
        {
            _shortcut = Part("downsample", new Sequential(new Conv2d(inputs, outputs, 1, stride, bias: false), norm(outputs)));
        }
    }

    public static ResNetBlock Basic(int inputs, int channels, int stride, Func<int, Layer> norm) => new(
        [
            new Conv2d(inputs, channels, 3, stride, padding: 1, bias: false),
            new Conv2d(channels, channels, 3, padding: 1, bias: false),
        ], inputs, stride, norm);

    /// <summary>A 3×3 convolution between two of 1×1, with four times the channels at the end; it strides in the first or the second.</summary>
    public static ResNetBlock Bottleneck(int inputs, int channels, int stride, int dilation, bool stridesFirst, Func<int, Layer> norm) => new(
        [
            new Conv2d(inputs, channels, 1, stridesFirst ? stride : 1, bias: false),
            new Conv2d(channels, channels, 3, stridesFirst ? 1 : stride, padding: dilation, dilation, bias: false),
            new Conv2d(channels, 4 * channels, 1, bias: false),
        ], inputs, stride, norm);

    protected override Tensor Compute(Tensor input)
    {
        Tensor current = input;
        for (int i = 0; i < _steps.Length; i++)
        {
            Tensor next = NormalizedConvolution(_steps[i], current);
            if (i < _steps.Length - 1)
            {
                next.ReluInPlace();
            }

            if (i > 0)
            {
                current.Dispose();
            }

            current = next;
        }

        return (current + (_shortcut?.Forward(input) ?? input)).ReluInPlace();
    }

    /// <summary>Releases the convolution's result as soon as it is normalised (autograd keeps what it needs).</summary>
    private static Tensor NormalizedConvolution((Conv2d Convolution, Layer Norm) step, Tensor input)
    {
        if (step.Norm is BatchNorm2d norm)
        {
            return step.Convolution.Forward(input, norm);
        }

        using Tensor convolved = step.Convolution.Forward(input);
        return step.Norm.Forward(convolved);
    }

    private static int Channels(Conv2d convolution) => (int)convolution.Weight.Shape[0];
}

/// <summary>A batch norm that is never trained: four buffers, nothing added to the variance. Source: torchvision's detection models;
/// DT-ST's <c>layers.py</c>.</summary>
internal sealed class FrozenNorm2d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _mean;
    private readonly Tensor _variance;

    /// <summary>Creates the layer with scale 1, shift 0, mean 0 and variance 1.</summary>
    public FrozenNorm2d(int channels)
    {
        _weight = Buffer("weight", Tensor.Ones([channels]));
        _bias = Buffer("bias", Tensor.Zeros([channels]));
        _mean = Buffer("running_mean", Tensor.Zeros([channels]));
        _variance = Buffer("running_var", Tensor.Ones([channels]));
    }

    protected override Tensor Compute(Tensor input) => input.BatchNorm(_weight, _bias, _mean, _variance, training: false, epsilon: 0);
}
