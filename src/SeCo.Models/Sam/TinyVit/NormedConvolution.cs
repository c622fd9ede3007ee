using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

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
