namespace SeCo.Models.EspNetV2;

/// <summary>Sees few channels at four dilations, one after the other added up (the authors' <c>EESP</c>). Source: Mehta et al. 2019, figure 1c.</summary>
internal sealed class PyramidUnit : Layer
{
    private const int Branches = 4;

    private readonly ConvolutionNorm _reduce;
    private readonly Conv2d[] _views;
    private readonly Conv2d _expand;
    private readonly BatchNorm2d _expandNorm;
    private readonly BatchNorm2d _joinedNorm;
    private readonly PRelu _joinedRectifier;
    private readonly PRelu _end;
    private readonly bool _shrinks;

    /// <summary>Creates a unit.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="limit">Pixels that a view may be wide at the most; a wider one is 3 wide instead.</param>
    /// <param name="shrinks">Halves the size; then neither the input is added, nor the rectifier at the end applied.</param>
    public PyramidUnit(int inputs, int outputs, int limit, bool shrinks = false)
    {
        _shrinks = shrinks;
        int narrow = outputs / Branches;
        _reduce = Part("proj_1x1", new ConvolutionNorm(inputs, narrow, kernel: 1, groups: Branches, activation: new PRelu(narrow)));
        int[] dilations = [.. Enumerable.Range(1, Branches).Select(d => (2 * d) + 1 <= limit ? d : 1).Order()];
        _views =
        [
            .. dilations.Select((dilation, i) =>
                Part($"spp_dw.{i}.conv", ConvolutionNorm.Convolution(narrow, narrow, 3, shrinks ? 2 : 1, dilation, groups: narrow))),
        ];
        _expand = Part("conv_1x1_exp.conv", ConvolutionNorm.Convolution(outputs, outputs, kernel: 1, groups: Branches));
        _expandNorm = Part("conv_1x1_exp.bn", new BatchNorm2d(outputs));
        _joinedNorm = Part("br_after_cat.bn", new BatchNorm2d(outputs));
        _joinedRectifier = Part("br_after_cat.act", new PRelu(outputs));
        _end = Part("module_act", new PRelu(outputs));
    }

    protected override Tensor Compute(Tensor input)
    {
        Tensor reduced = _reduce.Forward(input);
        List<Tensor> sums = [_views[0].Forward(reduced)];
        foreach (Conv2d view in _views.AsSpan(1))
        {
            sums.Add(view.Forward(reduced) + sums[^1]);
        }

        Tensor joined = _joinedRectifier.Forward(_joinedNorm.Forward(Tensor.Cat(sums, 1)));
        Tensor expanded = _expandNorm.Forward(_expand.Forward(joined));
        return _shrinks ? expanded : _end.Forward(input.Shape[1] == expanded.Shape[1] ? expanded + input : expanded);
    }
}

/// <summary>Halves the size: the pooled input beside a unit's view of it, and the image itself added (the authors' <c>DownSampler</c>).</summary>
internal sealed class ShrinkingUnit : Module
{
    private readonly PyramidUnit _unit;
    private readonly ConvolutionNorm _image;
    private readonly Conv2d _widen;
    private readonly BatchNorm2d _widenNorm;
    private readonly PRelu _rectifier;

    /// <inheritdoc cref="PyramidUnit(int, int, int, bool)"/>
    public ShrinkingUnit(int inputs, int outputs, int limit)
    {
        _unit = Part("eesp", new PyramidUnit(inputs, outputs - inputs, limit, shrinks: true));
        _image = Part("inp_reinf.0", new ConvolutionNorm(3, 3, kernel: 3, activation: new PRelu(3)));
        _widen = Part("inp_reinf.1.conv", ConvolutionNorm.Convolution(3, outputs, kernel: 1));
        _widenNorm = Part("inp_reinf.1.bn", new BatchNorm2d(outputs));
        _rectifier = Part("act", new PRelu(outputs));
    }

    /// <summary>Computes the maps at half the size.</summary>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="image">The image <c>[N, 3, 2ⁿH, 2ⁿW]</c>.</param>
    /// <returns><c>[N, C', H/2, W/2]</c>; it belongs to the open scope or the caller.</returns>
    public Tensor Forward(Tensor input, Tensor image) => TensorScope.Run(() =>
    {
        Tensor pooled = Halved(input);
        Tensor small = image;
        while (small.Shape[3] > pooled.Shape[3])
        {
            small = Halved(small);
        }

        Tensor seen = Tensor.Cat([pooled, _unit.Forward(input)], 1);
        return _rectifier.Forward(seen + _widenNorm.Forward(_widen.Forward(_image.Forward(small))));
    });

    private static Tensor Halved(Tensor maps) => maps.AvgPool2d(3, stride: 2, padding: 1);
}
