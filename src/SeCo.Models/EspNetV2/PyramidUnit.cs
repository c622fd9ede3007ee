namespace SeCo.Models.EspNetV2;

/// <summary>Sees few channels at four dilations, one after the other added up (the authors' <c>EESP</c>). Source: Mehta et al. 2019, figure 1c.</summary>
internal sealed class PyramidUnit : Layer
{
    private const int Branches = 4;

    private readonly ConvolutionNorm _reduce;
    private readonly Conv2d[] _views;
    private readonly Sequential _expand;
    private readonly Sequential _joined;
    private readonly PRelu _end;
    private readonly bool _shrinks;

    /// <summary>Creates a unit. A view that would be wider than so many pixels is 3 wide instead; where the unit halves the size, neither the input is
    /// added, nor the rectifier at the end applied.</summary>
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
        _expand = Part("conv_1x1_exp", Normed(ConvolutionNorm.Convolution(outputs, outputs, kernel: 1, groups: Branches), outputs));
        _joined = Part("br_after_cat", new Sequential(("bn", new BatchNorm2d(outputs)), ("act", new PRelu(outputs))));
        _end = Part("module_act", new PRelu(outputs));
    }

    /// <summary>A convolution and its norm, under the authors' names.</summary>
    public static Sequential Normed(Conv2d convolution, int outputs) => new(("conv", convolution), ("bn", new BatchNorm2d(outputs)));

    protected override Tensor Compute(Tensor input)
    {
        Tensor reduced = _reduce.Forward(input);
        List<Tensor> sums = [_views[0].Forward(reduced)];
        foreach (Conv2d view in _views.AsSpan(1))
        {
            sums.Add(view.Forward(reduced) + sums[^1]);
        }

        Tensor expanded = _expand.Forward(_joined.Forward(Tensor.Cat(sums, 1)));
        return _shrinks ? expanded : _end.Forward(input.Shape[1] == expanded.Shape[1] ? expanded + input : expanded);
    }
}

/// <summary>Halves the size: the pooled input beside a unit's view of it, and the image itself added (the authors' <c>DownSampler</c>).</summary>
internal sealed class ShrinkingUnit : Module
{
    private readonly PyramidUnit _unit;
    private readonly ConvolutionNorm _image;
    private readonly Sequential _widen;
    private readonly PRelu _rectifier;

    public ShrinkingUnit(int inputs, int outputs, int limit)
    {
        _unit = Part("eesp", new PyramidUnit(inputs, outputs - inputs, limit, shrinks: true));
        _image = Part("inp_reinf.0", new ConvolutionNorm(3, 3, kernel: 3, activation: new PRelu(3)));
        _widen = Part("inp_reinf.1", PyramidUnit.Normed(ConvolutionNorm.Convolution(3, outputs, kernel: 1), outputs));
        _rectifier = Part("act", new PRelu(outputs));
    }

    /// <summary>Maps <c>[N, C, H, W]</c> and the image <c>[N, 3, 2ⁿH, 2ⁿW]</c> to maps at half the size, <c>[N, C', H/2, W/2]</c>.</summary>
    public Tensor Forward(Tensor input, Tensor image) => TensorScope.Run(() =>
    {
        Tensor pooled = Halved(input);
        Tensor small = image;
        while (small.Shape[3] > pooled.Shape[3])
        {
            small = Halved(small);
        }

        Tensor seen = Tensor.Cat([pooled, _unit.Forward(input)], 1);
        return _rectifier.Forward(seen + _widen.Forward(_image.Forward(small)));
    });

    private static Tensor Halved(Tensor maps) => maps.AvgPool2d(3, stride: 2, padding: 1);
}
