namespace SeCo.Models.Sam.TinyVit;

/// <summary>One stage: its blocks, and what leads on to the next stage.</summary>
internal sealed class StageLayers : Layer
{
    private readonly Sequential _blocks;
    private readonly PatchMerging? _merging;

    public StageLayers(TinyVitConfig config, int index)
    {
        TinyVitStage stage = config.Stages[index];
        _blocks = Part("blocks", new Sequential(Enumerable.Range(0, stage.Depth).Select(_ => Block(config, index))));
        if (index + 1 < config.Stages.Count)
        {
            // The last two stages are of one size, so that the embedding is 1/16 of the image.
            int stride = index + 2 < config.Stages.Count ? 2 : 1;
            _merging = Part("downsample", new PatchMerging(stage.Channels, config.Stages[index + 1].Channels, stride));
        }
    }

    protected override Tensor Compute(Tensor input)
    {
        Tensor map = _blocks.Forward(input);
        return _merging?.Forward(map) ?? map;
    }

    private static Layer Block(TinyVitConfig config, int index) =>
        index == 0 ? new ConvolutionBlock(config.Stages[0].Channels, config.ConvolutionRatio) : new TransformerBlock(config, config.Stages[index]);
}

/// <summary>A block of the first stage: widens the channels, mixes neighbours, narrows them, and adds the input. Source: Sandler et al.
/// 2018 (MBConv).</summary>
internal sealed class ConvolutionBlock : Layer
{
    private readonly NormedConvolution _widen;
    private readonly NormedConvolution _mix;
    private readonly NormedConvolution _narrow;

    public ConvolutionBlock(int channels, double ratio)
    {
        int wide = (int)(channels * ratio);
        _widen = Part("conv1", new NormedConvolution(channels, wide));
        _mix = Part("conv2", NormedConvolution.Depthwise(wide, kernel: 3));
        _narrow = Part("conv3", new NormedConvolution(wide, channels));
    }

    protected override Tensor Compute(Tensor input)
    {
        Tensor wide = _widen.Forward(input, gelu: true);
        Tensor mixed = _mix.Forward(wide, gelu: true);
        wide.Dispose();
        return (input + _narrow.Forward(mixed)).Gelu();
    }
}

/// <summary>A block of the later stages: attention in windows, a depthwise convolution that carries over their borders, and an MLP.</summary>
internal sealed class TransformerBlock : Layer
{
    private readonly WindowAttention _attention;
    private readonly LayerNorm _norm;
    private readonly Mlp _mlp;
    private readonly NormedConvolution _local;

    public TransformerBlock(TinyVitConfig config, TinyVitStage stage)
    {
        _attention = Part("attn", new WindowAttention(stage));
        _norm = Part("mlp.norm", new LayerNorm(stage.Channels));
        _mlp = Part("mlp.", new Mlp(stage.Channels, config.MlpChannels(stage), stage.Channels, gelu: true, "fc1", "fc2"));
        _local = Part("local_conv", NormedConvolution.Depthwise(stage.Channels, config.LocalKernel));
    }

    protected override Tensor Compute(Tensor input)
    {
        Tensor map = input.Permute(0, 2, 3, 1);
        Tensor mixed = TensorScope.Run(() => _local.Forward(_attention.Forward(map).Permute(0, 3, 1, 2)).Permute(0, 2, 3, 1));
        return _mlp.Forward(_norm.Forward(mixed), shortcut: mixed).Permute(0, 3, 1, 2);
    }
}

/// <summary>The end of a stage: other channels and, with stride 2, half the size (rounded up).</summary>
internal sealed class PatchMerging : Layer
{
    private readonly NormedConvolution _project;
    private readonly NormedConvolution _merge;
    private readonly NormedConvolution _mix;

    public PatchMerging(int inputs, int outputs, int stride)
    {
        _project = Part("conv1", new NormedConvolution(inputs, outputs));
        _merge = Part("conv2", NormedConvolution.Depthwise(outputs, kernel: 3, stride));
        _mix = Part("conv3", new NormedConvolution(outputs, outputs));
    }

    protected override Tensor Compute(Tensor input) => _mix.Forward(_merge.Forward(_project.Forward(input, gelu: true), gelu: true));
}

/// <summary>A convolution <c>c</c> without bias and its batch norm <c>bn</c>.</summary>
internal sealed class NormedConvolution : Layer
{
    private const double Epsilon = 1e-5;

    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;
    private readonly Size2d _stride;
    private readonly Size2d _padding;
    private readonly int _groups;
    private readonly bool _isLinear;

    public NormedConvolution(int inputs, int outputs, int kernel = 1, int stride = 1, int groups = 1)
    {
        (_stride, _padding, _groups) = (stride, kernel / 2, groups);
        _isLinear = kernel == 1 && stride == 1 && groups == 1;
        _convolution = Part("c", new Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2, groups: groups, bias: false));
        _norm = Part("bn", new BatchNorm2d(outputs, Epsilon));
    }

    /// <summary>One kernel for each channel.</summary>
    public static NormedConvolution Depthwise(int channels, int kernel, int stride = 1) => new(channels, channels, kernel, stride, channels);

    protected override Tensor Compute(Tensor input) => Forward(input, gelu: false);

    /// <summary>Computes the layer, and GELU of it where asked for.</summary>
    /// <remarks>In evaluation the norm is a factor and a shift for each channel, which are put into the kernels anew each time: they are few, the activations
    /// many, and the passes over these that it saves are a sixth of the encoder's time. So nothing is kept that could disagree with the weights.</remarks>
    public Tensor Forward(Tensor input, bool gelu)
    {
        using TensorScope scope = TensorScope.Open();
        if (IsTraining)
        {
            Tensor normed = _norm.Forward(_convolution.Forward(input));
            return scope.Keep(gelu ? normed.Gelu() : normed);
        }

        DType type = _convolution.Weight.DType;
        DType precise = type == DType.Float64 ? DType.Float64 : DType.Float32;
        Tensor factor = _norm.Weight.To(precise) * (_norm.RunningVariance.To(precise) + Epsilon).ReciprocalSqrt();
        Tensor shift = _norm.Bias.To(precise) - (_norm.RunningMean.To(precise) * factor);
        Tensor kernels = _convolution.Weight.To(precise) * factor.Reshape(-1, 1, 1, 1);
        if (_isLinear)
        {
            // A kernel of one cell is a linear layer of each cell's channels, which lie beside each other.
            Tensor cells = input.Permute(0, 2, 3, 1).FusedLinear(kernels.To(type).Flatten(1), shift.To(type), gelu: gelu);
            return scope.Keep(cells.Permute(0, 3, 1, 2));
        }

        Tensor convolved = input.Conv2d(kernels.To(type), shift.To(type), _stride, _padding, groups: _groups);
        return scope.Keep(gelu ? convolved.Gelu() : convolved);
    }
}
