namespace SeCo.Models.EspNetV2;

/// <summary>ESPNetv2, a segmentation network of 0.08 to 0.79 million parameters, under the authors' names (<c>base_net.level1.conv</c>, …).</summary>
/// <remarks>Its feature maps are the encoder's, at 1/2, 1/4, 1/8 and 1/16 of the image, and the decoder's at 1/4.
/// Source: Mehta et al., "ESPNetv2: a light-weight, power efficient, and
/// general purpose convolutional neural network", CVPR 2019; the authors' EdgeNets.</remarks>
public sealed class EspNetV2 : SegmentationNetwork
{
    private const int MostNarrow = 16;
    private static readonly int[] DecoderWidths = [64, 48, 32];

    private readonly EspNetV2Encoder _encoder;
    private readonly PyramidPooling[] _pools;
    private readonly Skip[] _skips;
    private readonly Sequential[] _norms;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for the published network of scale 2.0.</param>
    /// <param name="random">Draws the first weights (He's); null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public EspNetV2(EspNetV2Config? config = null, RandomSource? random = null)
        : base((config ??= EspNetV2Config.Scales[^1].Config).Classes, config.Preprocessing)
    {
        Config = config;
        Config.Validate();
        int narrow = Math.Max(1, Math.Min(Config.Classes / 2, MostNarrow));
        int[] inputs = [Config.Widths[3], .. DecoderWidths], outputs = [.. DecoderWidths, Config.Classes];
        _encoder = Part("base_net", new EspNetV2Encoder(Config));
        _pools = [.. inputs.Select((wide, i) => Part($"bu_dec_l{i + 1}", new PyramidPooling(wide, narrow, outputs[i], isLast: i == DecoderWidths.Length)))];
        _skips = [.. DecoderWidths.Select((width, i) => Part($"merge_enc_dec_l{i + 2}", new Skip(Config.Widths[2 - i], width)))];
        _norms = [.. DecoderWidths.Select((width, i) => Part($"bu_br_l{i + 2}", new Sequential(PyramidPooling.NormAndRectifier(width))))];
        HeWeights.Draw(this, random);
    }

    /// <summary>The shape of the network.</summary>
    public EspNetV2Config Config { get; }

    /// <summary>16: the decoder doubles the size of maps at 1/16, which must meet those of the encoder.</summary>
    public override int SizeMultiple => 16;

    /// <inheritdoc/>
    public override bool AlignsCorners => true;

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels => [.. Config.Widths, DecoderWidths[^1]];

    /// <inheritdoc/>
    protected override Module Body => _encoder;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images) => _encoder.Forward(images);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AllMaps(Tensor images)
    {
        IReadOnlyList<Tensor> maps = Encode(images);
        return [.. maps, TensorScope.Run(() => Decode(maps, _skips.Length - 1))];
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps) => Decode(maps, _skips.Length);

    // From 1/16 of the image, twice as large with each step: [N, 64, 48, 32 and at last K channels].
    private Tensor Decode(IReadOnlyList<Tensor> maps, int steps)
    {
        Tensor map = _pools[0].Forward(maps[3]);
        for (int i = 0; i < steps; i++)
        {
            Tensor finer = maps[2 - i];
            Tensor joined = map.ResizeBilinear(finer.ImageSize, alignCorners: true) + _skips[i].Forward(finer);
            map = _pools[i + 1].Forward(_norms[i].Forward(joined));
        }

        return map;
    }

    // The base network was trained with further levels and a classifier.
    /// <inheritdoc/>
    protected override bool IsUnused(string name) => name.StartsWith("base_net.level5", StringComparison.Ordinal)
        || name.StartsWith("base_net.classifier", StringComparison.Ordinal);

    /// <summary>A map of the encoder for the decoder, its channels weighed by what they hold on the whole (the authors' <c>EfficientPWConv</c>).</summary>
    private sealed class Skip : Layer
    {
        private readonly Conv2d _weights;
        private readonly Sequential _expand;

        public Skip(int inputs, int outputs)
        {
            int groups = (int)System.Numerics.BigInteger.GreatestCommonDivisor(inputs, outputs);
            _weights = Part("wt_layer.1", ConvolutionNorm.Convolution(inputs, outputs, kernel: 1));
            _expand = Part("expansion_layer.cbr", new Sequential(PyramidPooling.Normed(inputs, outputs, kernel: 3, groups)));
        }

        protected override Tensor Compute(Tensor input) =>
            _expand.Forward(input) * _weights.Forward(input.AdaptiveAvgPool2d(new Size2d(1, 1))).Sigmoid();
    }
}
