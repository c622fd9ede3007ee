namespace SeCo.Torch.Nn;

/// <summary>In training, drops elements, or whole channels, at random and scales up the rest; in evaluation, does nothing.</summary>
public sealed class Dropout : Layer
{
    private readonly double _probability;
    private readonly bool _wholeChannels;
    private readonly RandomSource _random;

    /// <summary>Creates the layer.</summary>
    /// <param name="probability">Probability to drop, in [0, 1).</param>
    /// <param name="random">Draws the masks; its state belongs into the training checkpoint.</param>
    /// <param name="wholeChannels">Drops whole channels of <c>[N, C, …]</c>, as PyTorch's <c>Dropout2d</c>.</param>
    public Dropout(double probability, RandomSource random, bool wholeChannels = false)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        (_probability, _random, _wholeChannels) = (probability, random, wholeChannels);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTraining && _probability > 0 ? input.Dropout(_probability, _random, _wholeChannels) : input;
    }
}
