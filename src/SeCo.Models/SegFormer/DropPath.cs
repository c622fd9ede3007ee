using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>In training, leaves out a residual branch at random, image by image, and scales it up where it stays; in evaluation, does nothing.
/// Source: Huang et al. 2016.</summary>
internal sealed class DropPath : Layer
{
    private readonly double _probability;
    private readonly RandomSource? _random;

    /// <summary>Creates the layer.</summary>
    /// <param name="probability">Probability to leave the branch out, in [0, 1).</param>
    /// <param name="random">Draws the images; null leaves nothing out.</param>
    public DropPath(double probability, RandomSource? random) => (_probability, _random) = (probability, random);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        if (!IsTraining || _random is null || _probability == 0)
        {
            return input;
        }

        float kept = (float)(1 / (1 - _probability));
        float[] factors = new float[input.Shape[0]];
        foreach (ref float factor in factors.AsSpan())
        {
            factor = _random.NextBool(_probability) ? 0 : kept;
        }

        long[] shape = [factors.Length, .. Enumerable.Repeat(1L, input.Rank - 1)];
        return TensorScope.Run(() => input * Tensor.From(factors, shape).To(input.DType, input.Device));
    }
}
