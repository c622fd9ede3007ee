using System.Globalization;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.DeepLab;

/// <summary>DeepLabV2's classifier: the sum of what dilated 3×3 convolutions with biases say. Source: Chen et al. 2017, figure 7.</summary>
internal sealed class SummedConvolutions : Layer
{
    private const double FirstDeviation = 0.01; // AdaptSegNet's and mmsegmentation's

    private readonly Conv2d[] _convolutions;
    private readonly int _summed;

    /// <summary>Creates the classifier.</summary>
    public SummedConvolutions(int inputs, DeepLabV2Config config, RandomSource? random)
    {
        _summed = config.Summed ?? config.Dilations.Count;
        _convolutions = [.. config.Dilations.Select(dilation => new Conv2d(inputs, config.Classes, 3, padding: dilation, dilation: dilation))];
        NamedParts.Register(
            _convolutions.Select(
                (convolution, i) => (string.Format(CultureInfo.InvariantCulture, config.ConvolutionName, i), (Module)convolution)), (name, part) =>
                Part(name, part));
        if (random is not null)
        {
            Draw(random);
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() =>
    {
        Tensor sum = _convolutions[0].Forward(input);
        foreach (Conv2d convolution in _convolutions.AsSpan(1, _summed - 1))
        {
            sum += convolution.Forward(input);
        }

        return sum;
    });

    private void Draw(RandomSource random)
    {
        using GradMode mode = GradMode.Disable();
        foreach (Conv2d convolution in _convolutions)
        {
            using Tensor values = Tensor.Gaussian(random, convolution.Weight.Shape, FirstDeviation);
            convolution.Weight.CopyInPlace(values);
        }
    }
}
