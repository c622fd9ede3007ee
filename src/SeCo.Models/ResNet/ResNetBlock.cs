using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.ResNet;

/// <summary>A residual block: convolutions whose result is added to the input. Source: He et al. 2016, figure 5; torchvision.</summary>
internal sealed class ResNetBlock : Layer
{
    private readonly (Conv2d Convolution, Layer Norm)[] _steps;
    private readonly Sequential? _shortcut;

    private ResNetBlock(Conv2d[] convolutions, int inputs, int stride, Func<int, Layer> norm)
    {
        _steps = new (Conv2d, Layer)[convolutions.Length];
        for (int i = 0; i < convolutions.Length; i++)
        {
            _steps[i] = (Part($"conv{i + 1}", convolutions[i]), Part($"bn{i + 1}", norm(Channels(convolutions[i]))));
        }

        int outputs = Channels(convolutions[^1]);
        if (stride != 1 || inputs != outputs)
        {
            _shortcut = Part("downsample", new Sequential(new Conv2d(inputs, outputs, 1, stride, bias: false), norm(outputs)));
        }
    }

    /// <summary>Two 3×3 convolutions.</summary>
    public static ResNetBlock Basic(int inputs, int channels, int stride, Func<int, Layer> norm) => new(
        [
            new Conv2d(inputs, channels, 3, stride, padding: 1, bias: false),
            new Conv2d(channels, channels, 3, padding: 1, bias: false),
        ],
        inputs,
        stride,
        norm);

    /// <summary>A 3×3 convolution between two of 1×1, with four times the channels at the end.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="channels">Channels inside.</param>
    /// <param name="stride">Stride of the block.</param>
    /// <param name="dilation">Dilation of the 3×3 convolution.</param>
    /// <param name="stridesFirst">Strides in the first convolution instead of the second.</param>
    /// <param name="norm">Makes the norm of so many channels.</param>
    public static ResNetBlock Bottleneck(int inputs, int channels, int stride, int dilation, bool stridesFirst, Func<int, Layer> norm) => new(
        [
            new Conv2d(inputs, channels, 1, stridesFirst ? stride : 1, bias: false),
            new Conv2d(channels, channels, 3, stridesFirst ? 1 : stride, padding: dilation, dilation, bias: false),
            new Conv2d(channels, 4 * channels, 1, bias: false),
        ],
        inputs,
        stride,
        norm);

    protected override Tensor Compute(Tensor input)
    {
        Tensor current = input;
        for (int i = 0; i < _steps.Length; i++)
        {
            Tensor next = NormalizedConvolution(_steps[i], current);
            if (i < _steps.Length - 1)
            {
                next.ReluInPlace();
            }

            if (i > 0)
            {
                current.Dispose();
            }

            current = next;
        }

        return (current + (_shortcut?.Forward(input) ?? input)).ReluInPlace();
    }

    /// <summary>Releases the convolution's result as soon as it is normalised (autograd keeps what it needs).</summary>
    private static Tensor NormalizedConvolution((Conv2d Convolution, Layer Norm) step, Tensor input)
    {
        using Tensor convolved = step.Convolution.Forward(input);
        return step.Norm.Forward(convolved);
    }

    private static int Channels(Conv2d convolution) => (int)convolution.Weight.Shape[0];
}

/// <summary>A batch norm that is never trained: four buffers, nothing added to the variance. Source: torchvision's detection models;
/// DT-ST's <c>layers.py</c>.</summary>
internal sealed class FrozenNorm2d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _mean;
    private readonly Tensor _variance;

    /// <summary>Creates the layer with scale 1, shift 0, mean 0 and variance 1.</summary>
    public FrozenNorm2d(int channels)
    {
        _weight = Buffer("weight", Tensor.Ones([channels]));
        _bias = Buffer("bias", Tensor.Zeros([channels]));
        _mean = Buffer("running_mean", Tensor.Zeros([channels]));
        _variance = Buffer("running_var", Tensor.Ones([channels]));
    }

    protected override Tensor Compute(Tensor input) => input.BatchNorm(_weight, _bias, _mean, _variance, training: false, epsilon: 0);
}
