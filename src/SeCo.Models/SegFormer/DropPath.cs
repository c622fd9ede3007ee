namespace SeCo.Models.SegFormer;

/// <summary>In training, leaves out a residual branch at random, image by image, and scales it up where it stays; in evaluation, or without a generator,
/// does nothing. Source: Huang et al. 2016.</summary>
internal sealed class DropPath(double probability, RandomSource? random) : Layer
{
    protected override Tensor Compute(Tensor input)
    {
        if (!IsTraining || random is null || probability == 0)
        {
            return input;
        }

        float kept = (float)(1 / (1 - probability));
        float[] factors = BatchShare.Draw(input.Shape[0], 1, () => random.NextBool(probability) ? 0 : kept);
        long[] shape = [factors.Length, .. Enumerable.Repeat(1L, input.Rank - 1)];
        return input * Tensor.From(factors, shape).To(input.DType, input.Device);
    }
}
