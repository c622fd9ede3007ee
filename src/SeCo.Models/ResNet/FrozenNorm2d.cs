using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.ResNet;

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

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.BatchNorm(_weight, _bias, _mean, _variance, training: false, epsilon: 0);
}
