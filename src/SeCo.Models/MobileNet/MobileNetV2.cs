namespace SeCo.Models.MobileNet;

/// <summary>MobileNetV2 without its linear layer, under torchvision's names (<c>features.0</c> to <c>features.18</c>, or 17 where the last convolution
/// is left out).</summary>
/// <remarks>Its feature maps are the outputs of blocks 3, 6, 13 and 17: at 1/4, 1/8, 1/16 and 1/32 of the image, each side rounded up (never coarser than
/// <see cref="MobileNetConfig.OutputStride"/>), with 24, 32, 96 and 320 channels at width 1. Images are RGB in 0…1, normalised by
/// <see cref="ImageNormalization.ImageNet"/>. Source: Sandler et al. 2018; torchvision.</remarks>
public sealed class MobileNetV2 : ImageEncoder
{
    private static readonly int[] FeatureBlocks = [3, 6, 13, 17];

    private readonly Layer[] _blocks;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for the defaults.</param>
    /// <param name="random">Draws the first weights as torchvision does; null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public MobileNetV2(MobileNetConfig? config = null, RandomSource? random = null)
    {
        Config = config ?? new MobileNetConfig();
        Config.Validate();
        _blocks = [.. Build(Config)];
        Part("features", new Sequential(_blocks));
        FeatureChannels = [Config.Scaled(24), Config.Scaled(32), Config.Scaled(96), Config.Scaled(320)];
        HeWeights.Draw(this, random);
    }

    /// <summary>The shape of the network.</summary>
    public MobileNetConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels { get; }

    /// <inheritdoc/>
    public override int OutputChannels => Config.LastChannels;

    /// <inheritdoc/>
    public override string HeadName => "classifier.1"; // "0" is drop-out in the published network

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Features(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        List<Tensor> maps = [];
        Tensor current = images.ToMemoryFormat(MemoryFormat.ChannelsLast);
        for (int i = 0; i <= FeatureBlocks[^1]; i++)
        {
            current = Consume(_blocks[i], current, isShared: FeatureBlocks.Contains(i - 1));
            if (FeatureBlocks.Contains(i))
            {
                maps.Add(current);
            }
        }

        return scope.Keep(maps);
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor images, Tensor? stemMasks = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        Tensor current = Masked(_blocks[0].Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast)), stemMasks); // [N, 32, H/2, W/2]
        foreach (Layer block in _blocks.AsSpan(1))
        {
            current = Consume(block, current);
        }

        return scope.Keep(current); // [N, 1280 or 320, H/32, W/32]
    }

    private static IEnumerable<Layer> Build(MobileNetConfig config)
    {
        int channels = config.StemChannels;
        int cell = 2; // pixels to a cell, if every group so far strides
        yield return InvertedResidual.Rectified(3, channels, kernel: 3, stride: 2, groups: 1, config.Epsilon);
        foreach (MobileNetConfig.BlockGroup group in MobileNetConfig.Groups)
        {
            int before = Math.Max(1, cell / config.OutputStride);
            cell *= group.Stride;
            int dilation = Math.Max(1, cell / config.OutputStride);
            int stride = dilation > before ? 1 : group.Stride;
            for (int i = 0; i < group.Blocks; i++)
            {
                int outputs = config.Scaled(group.Channels);
                yield return new InvertedResidual(channels, outputs, i == 0 ? stride : 1, i == 0 ? before : dilation, group.Expansion, config.Epsilon);
                channels = outputs;
            }
        }

        if (config.HasLastConvolution)
        {
            yield return InvertedResidual.Rectified(channels, config.LastChannels, kernel: 1, stride: 1, groups: 1, config.Epsilon);
        }
    }
}

/// <summary>A block of MobileNetV2: few channels become many, are filtered one by one, and become few again. Source: Sandler et al. 2018, figure 4.</summary>
internal sealed class InvertedResidual : Layer
{
    private readonly Sequential _layers;
    private readonly bool _addsInput;

    /// <summary>Creates the block. Stride and dilation are the depthwise convolution's; an expansion of 1 leaves the first convolution out.</summary>
    public InvertedResidual(int inputs, int outputs, int stride, int dilation, int expansion, double epsilon)
    {
        int hidden = inputs * expansion;
        Layer[] expanding = expansion == 1 ? [] : [Rectified(inputs, hidden, kernel: 1, stride: 1, groups: 1, epsilon)];
        _layers = Part("conv", new Sequential(
        [
            .. expanding,
            Rectified(hidden, hidden, kernel: 3, stride, groups: hidden, epsilon, dilation),
            new Conv2d(hidden, outputs, 1, bias: false),
            new BatchNorm2d(outputs, epsilon),
        ]));
        _addsInput = stride == 1 && inputs == outputs;
    }

    /// <summary>Convolution, norm and rectifier up to 6.</summary>
    public static Sequential Rectified(int inputs, int outputs, int kernel, int stride, int groups, double epsilon, int dilation = 1) =>
        new(ConvolutionNorm.InSequence(inputs, outputs, kernel, stride, dilation, groups, epsilon, Activation.Relu6()));

    protected override Tensor Compute(Tensor input)
    {
        Tensor output = _layers.Forward(input);
        return _addsInput ? input + output : output;
    }
}
