using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>A convolution <c>c</c> without bias and its batch norm <c>bn</c>.</summary>
internal sealed class NormedConvolution : Layer
{
    private const double Epsilon = 1e-5;

    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;
    private readonly Extent _stride;
    private readonly Extent _padding;
    private readonly int _groups;

    public NormedConvolution(int inputs, int outputs, int kernel = 1, int stride = 1, int groups = 1)
    {
        (_stride, _padding, _groups) = (stride, kernel / 2, groups);
        _convolution = Part("c", new Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2, groups: groups, bias: false));
        _norm = Part("bn", new BatchNorm2d(outputs, Epsilon));
    }

    /// <summary>One kernel for each channel.</summary>
    public static NormedConvolution Depthwise(int channels, int kernel, int stride = 1) => new(channels, channels, kernel, stride, channels);

    /// <inheritdoc/>
    /// <remarks>
    /// In evaluation the norm is a factor and a shift for each channel, which are put into the kernels: they are few, the activations many, and one pass over
    /// these less is worth more than folding anew each time. So nothing is kept that could disagree with the weights.
    /// </remarks>
    public override Tensor Forward(Tensor input)
    {
        using TensorScope scope = TensorScope.Open();
        if (IsTraining)
        {
            return scope.Keep(_norm.Forward(_convolution.Forward(input)));
        }

        DType type = _convolution.Weight.DType;
        DType precise = type == DType.Float64 ? DType.Float64 : DType.Float32;
        Tensor factor = _norm.Weight.To(precise) * (_norm.RunningVariance.To(precise) + Epsilon).ReciprocalSqrt();
        Tensor shift = _norm.Bias.To(precise) - (_norm.RunningMean.To(precise) * factor);
        Tensor kernels = _convolution.Weight.To(precise) * factor.Reshape(-1, 1, 1, 1);
        return scope.Keep(input.Conv2d(kernels.To(type), shift.To(type), _stride, _padding, groups: _groups));
    }
}
