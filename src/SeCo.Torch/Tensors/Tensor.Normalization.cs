namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Normalises each channel of <c>[N, C, …]</c> to mean 0 and variance 1, then scales and shifts it.</summary>
    /// <param name="weight">Scale <c>[C]</c>, or null for 1.</param>
    /// <param name="bias">Shift <c>[C]</c>, or null for 0.</param>
    /// <param name="runningMean">Means <c>[C]</c>; read in evaluation, updated in training.</param>
    /// <param name="runningVariance">Variances <c>[C]</c>; read in evaluation, updated in training with the unbiased estimate.</param>
    /// <param name="training">Uses the batch's own mean and (biased) variance, and updates the running ones.</param>
    /// <param name="momentum">Share of the batch in the update.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="TorchException">A vector is not as long as there are channels.</exception>
    public Tensor BatchNorm(
        Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVariance, bool training, double momentum = 0.1, double epsilon = 1e-5)
    {
        if (Rank < 2 || (weight is not null && weight.ElementCount != Shape[1]) || (runningMean is not null && runningMean.ElementCount != Shape[1]))
        {
            throw Operator.Refuse(
                "aten::batch_norm",
                "weight, bias, mean and variance need one value for each channel (dimension 1)",
                [this, .. Present(weight, bias, runningMean, runningVariance)]);
        }

        return Operator.Call("aten::batch_norm"u8).Tensor(this).TensorOrNone(weight).TensorOrNone(bias).TensorOrNone(runningMean)
            .TensorOrNone(runningVariance).Bool(training).Float(momentum).Float(epsilon).Bool(true).Return();
    }

    /// <summary>Normalises over the last dimensions to mean 0 and variance 1, then scales and shifts element by element.</summary>
    /// <param name="normalizedShape">The last lengths of this tensor's shape.</param>
    /// <param name="weight">Scale of that shape, or null for 1.</param>
    /// <param name="bias">Shift of that shape, or null for 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="TorchException">The tensor's shape does not end in the normalised shape.</exception>
    public Tensor LayerNorm(ReadOnlySpan<long> normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        if (!Shape.EndsWith(normalizedShape))
        {
            throw Operator.Refuse(
                "aten::layer_norm", $"the input's shape must end in [{string.Join(", ", normalizedShape.ToArray())}]", [this, .. Present(weight, bias)]);
        }

        return Operator.Call("aten::layer_norm"u8).Tensor(this).Ints(normalizedShape).TensorOrNone(weight).TensorOrNone(bias).Float(epsilon).Bool(true)
            .Return();
    }

    /// <summary>Drop-out with a mask from our own generator: each element survives with probability 1 − p and is then divided by it.</summary>
    /// <param name="probability">Probability to drop, in [0, 1).</param>
    /// <param name="random">The generator of the mask.</param>
    /// <param name="wholeChannels">Drops whole channels of <c>[N, C, …]</c> together.</param>
    public Tensor Dropout(double probability, RandomSource random, bool wholeChannels = false)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        if (probability == 0)
        {
            return Alias();
        }

        long[] shape = Shape.ToArray();
        if (wholeChannels)
        {
            shape.AsSpan(Math.Min(2, shape.Length)).Fill(1);
        }

        using TensorScope scope = TensorScope.Open();
        long rows = shape is [] ? 1 : shape[0], length = CountElements(shape.AsSpan(Math.Min(1, shape.Length)));
        float[] mask = BatchShare.Draw(rows, length, () => random.NextBool(probability) ? 0 : 1 / (1 - probability));
        return scope.Keep(this * FromBytes(DType.Float32, shape, MemoryMarshal.AsBytes<float>(mask)).To(DType, Device));
    }

    private static Tensor[] Present(params Tensor?[] tensors) => [.. tensors.OfType<Tensor>()];
}
