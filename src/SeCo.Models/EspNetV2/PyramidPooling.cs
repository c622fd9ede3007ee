namespace SeCo.Models.EspNetV2;

/// <summary>Few channels, seen at five sizes of the map (the authors' <c>EfficientPyrPool</c>).</summary>
internal sealed class PyramidPooling : Layer
{
    private const int LeastSide = 5;
    private static readonly double[] Scales = [2, 1.5, 1, 0.5, 0.1];

    private readonly Conv2d[] _views;
    private readonly Sequential _reduce;
    private readonly Sequential _joinedNorm;
    private readonly Sequential _mix;
    private readonly Conv2d _widen;
    private readonly Sequential? _end;

    /// <summary>Creates the layer. The output of the last one are logits: with a bias, and neither norm nor rectifier.</summary>
    public PyramidPooling(int inputs, int narrow, int outputs, bool isLast = false)
    {
        _views = [.. Scales.Select((_, i) => Part($"stages.{i}", ConvolutionNorm.Convolution(narrow, narrow, 3, groups: narrow)))];
        _reduce = Part("projection_layer.cbr", new Sequential(Normed(inputs, narrow, kernel: 1)));
        _joinedNorm = Part("merge_layer.0.br", new Sequential(NormAndRectifier(narrow * Scales.Length)));
        _mix = Part("merge_layer.2.cbr", new Sequential(Normed(narrow * Scales.Length, narrow, kernel: 3, groups: narrow)));
        _widen = Part("merge_layer.3", new Conv2d(narrow, outputs, 1, bias: isLast));
        _end = isLast ? null : Part("br.br", new Sequential(NormAndRectifier(outputs)));
    }

    /// <summary>A convolution, its norm and its rectifier, named by number.</summary>
    public static Layer[] Normed(int inputs, int outputs, int kernel, int groups = 1) =>
        [ConvolutionNorm.Convolution(inputs, outputs, kernel, groups: groups), .. NormAndRectifier(outputs)];

    /// <summary>A norm and its rectifier, named by number.</summary>
    public static Layer[] NormAndRectifier(int channels) => [new BatchNorm2d(channels), new PRelu(channels)];

    protected override Tensor Compute(Tensor input)
    {
        Tensor reduced = _reduce.Forward(input);
        Tensor joined = Tensor.Cat([.. _views.Select((view, i) => TensorScope.Run(() => Look(reduced, view, Scales[i])))], 1);
        Tensor mixed = _mix.Forward(Shuffled(_joinedNorm.Forward(joined)));
        Tensor wide = _widen.Forward(mixed);
        return _end?.Forward(wide) ?? wide;
    }

    /// <summary>Enlarges or averages the map, looks at it, and brings it back to its size.</summary>
    private static Tensor Look(Tensor map, Conv2d view, double scale)
    {
        if (scale == 1)
        {
            return view.Forward(map);
        }

        Size2d own = map.ImageSize, size = new(Side(own.Height, scale), Side(own.Width, scale));
        return scale > 1
            ? view.Forward(map.ResizeBilinear(size, alignCorners: true)).AdaptiveAvgPool2d(own)
            : view.Forward(map.AdaptiveAvgPool2d(size)).ResizeBilinear(own, alignCorners: true);
    }

    private static int Side(int side, double scale) => Math.Max(LeastSide, (int)Math.Ceiling(side * scale));

    /// <summary>Takes one channel of each of five parts in turn, so that groups of the next convolution see all sizes.</summary>
    private static Tensor Shuffled(Tensor maps)
    {
        long[] shape = [.. maps.Shape];
        return maps.Reshape(shape[0], Scales.Length, shape[1] / Scales.Length, shape[2], shape[3]).Transpose(1, 2).Reshape(shape);
    }
}
