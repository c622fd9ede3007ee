namespace SeCo.Models.EspNetV2;

/// <summary>The encoder of ESPNetv2, under the authors' names.</summary>
internal sealed class EspNetV2Encoder : Module
{
    private readonly ConvolutionNorm _half;
    private readonly ShrinkingUnit _quarter;
    private readonly ShrinkingUnit _toEighth;
    private readonly Sequential _eighth;
    private readonly ShrinkingUnit _toSixteenth;
    private readonly Sequential _sixteenth;

    // The widest view of each level, in pixels: maps become smaller, and so do the views.
    private const int QuarterLimit = 13, ToEighthLimit = 11, EighthLimit = 9, ToSixteenthLimit = 9, SixteenthLimit = 7;

    public EspNetV2Encoder(EspNetV2Config config)
    {
        IReadOnlyList<int> widths = config.Widths;
        _half = Part("level1", new ConvolutionNorm(3, widths[0], kernel: 3, stride: 2, activation: new PRelu(widths[0])));
        _quarter = Part("level2_0", new ShrinkingUnit(widths[0], widths[1], QuarterLimit));
        _toEighth = Part("level3_0", new ShrinkingUnit(widths[1], widths[2], ToEighthLimit));
        _eighth = Part("level3", Units(widths[2], config.EighthUnits, EighthLimit));
        _toSixteenth = Part("level4_0", new ShrinkingUnit(widths[2], widths[3], ToSixteenthLimit));
        _sixteenth = Part("level4", Units(widths[3], config.SixteenthUnits, SixteenthLimit));
    }

    /// <summary>The maps at 1/2, 1/4, 1/8 and 1/16 of the image. They belong to the open scope or the caller.</summary>
    public IReadOnlyList<Tensor> Forward(Tensor images)
    {
        using TensorScope scope = TensorScope.Open();
        // Gradients of dilated depthwise convolutions cost a quarter less of a training step where channels come first.
        Tensor image = IsTraining ? images : images.ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor half = _half.Forward(image);
        Tensor quarter = _quarter.Forward(half, image);
        Tensor eighth = _eighth.Forward(_toEighth.Forward(quarter, image));
        Tensor sixteenth = _sixteenth.Forward(_toSixteenth.Forward(eighth, image));
        return scope.Keep([half, quarter, eighth, sixteenth]);
    }

    private static Sequential Units(int width, int count, int limit) => new(Enumerable.Range(0, count).Select(_ => new PyramidUnit(width, width, limit)));
}
