namespace SeCo.Torch.Nn;

/// <summary>In training, drops elements, or whole channels, at random and scales up the rest; in evaluation, does nothing.</summary>
/// <param name="probability">Probability to drop, in [0, 1).</param>
/// <param name="random">Draws the masks; its state belongs in the training checkpoint.</param>
/// <param name="wholeChannels">Drops whole channels of <c>[N, C, …]</c>, as PyTorch's <c>Dropout2d</c>.</param>
public sealed class Dropout(double probability, RandomSource random, bool wholeChannels = false) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) =>
        IsTraining && probability > 0 ? input.Dropout(probability, random, wholeChannels) : input;
}
