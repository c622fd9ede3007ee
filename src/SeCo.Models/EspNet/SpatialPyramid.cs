using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.EspNet;

/// <summary>
/// The efficient spatial pyramid: few channels, seen at five dilations, whose sums of 1, 2, 3 and 4 wide views stand side by side. Source: Mehta et al.
/// 2018, figure 1.
/// </summary>
internal sealed class SpatialPyramid : Layer
{
    private static readonly int[] Dilations = [1, 2, 4, 8, 16];

    private readonly PlainConvolution _reduce;
    private readonly PlainConvolution[] _views;
    private readonly NormPRelu _end;
    private readonly bool _addsInput;

    private SpatialPyramid(int inputs, int outputs, bool isShrinking, bool addsInput)
    {
        _addsInput = addsInput;
        int narrow = outputs / Dilations.Length;
        int first = outputs - (narrow * (Dilations.Length - 1)); // takes what the division leaves over
        _reduce = Part("c1", new PlainConvolution(inputs, narrow, kernel: isShrinking ? 3 : 1, stride: isShrinking ? 2 : 1));
        _views =
        [
            .. Dilations.Select(dilation => Part($"d{dilation}", new PlainConvolution(narrow, dilation == 1 ? first : narrow, kernel: 3, dilation: dilation))),
        ];
        _end = new NormPRelu(outputs);
        if (isShrinking)
        {
            foreach ((string name, Module part) in _end.Parts)
            {
                Part(name, part); // the published names have one level less here
            }
        }
        else
        {
            Part("bn", _end);
        }
    }

    /// <summary>A pyramid at half the size of its input (the authors' <c>DownSamplerB</c>).</summary>
    public static SpatialPyramid Shrinking(int inputs, int outputs) => new(inputs, outputs, isShrinking: true, addsInput: false);

    /// <summary>A pyramid that keeps the size, and adds its input where the channels are as many (the authors' <c>DilatedParllelResidualBlockB</c>).</summary>
    public static SpatialPyramid Keeping(int inputs, int outputs) => new(inputs, outputs, isShrinking: false, addsInput: inputs == outputs);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() =>
    {
        Tensor reduced = _reduce.Forward(input);
        List<Tensor> sums = [_views[0].Forward(reduced)];
        Tensor? sum = null;
        foreach (PlainConvolution view in _views.AsSpan(1))
        {
            Tensor seen = view.Forward(reduced);
            sum = sum is null ? seen : sum + seen;
            sums.Add(sum);
        }

        Tensor joined = Tensor.Cat(sums, 1);
        return _end.Forward(_addsInput ? input + joined : joined);
    });
}
