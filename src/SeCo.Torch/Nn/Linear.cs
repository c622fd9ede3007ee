namespace SeCo.Torch.Nn;

/// <summary><c>x · Wᵀ + b</c> over the last dimension, with <c>weight</c> <c>[out, in]</c> and <c>bias</c> <c>[out]</c>.</summary>
public sealed class Linear : Layer
{
    /// <summary>Creates the layer between last lengths of input and output. A generator draws PyTorch's default first values; without one they are zeros,
    /// to be loaded.</summary>
    public Linear(int inputs, int outputs, bool bias = true, RandomSource? random = null)
    {
        Weight = Parameter("weight", Initializers.DefaultOrZeros(random, [outputs, inputs], inputs));
        Bias = bias ? Parameter("bias", Initializers.DefaultOrZeros(random, [outputs], inputs)) : null;
    }

    /// <summary>The matrix.</summary>
    public Tensor Weight { get; }

    /// <summary>What is added; null where the layer has none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.Linear(Weight, Bias);
}
