namespace SeCo.Models.Sam;

/// <summary>The model's answer to a batch of B prompts, C masks each, of which only the promising ones were made; disposed by the caller.</summary>
/// <param name="PredictedIou">The model's own estimate of the quality of all B · C masks, prompt by prompt; not bounded.</param>
/// <param name="MasksPerPrompt">C.</param>
/// <param name="Kept">Which of the B · C masks were made, in increasing order.</param>
/// <param name="LowResolutionLogits">These masks, float32 <c>[kept, 4g, 4g]</c>: above 0 on the mask; in the model's frame, padding included.</param>
public sealed record SamSelection(IReadOnlyList<float> PredictedIou, int MasksPerPrompt, IReadOnlyList<int> Kept, Tensor LowResolutionLogits) : IDisposable
{
    /// <summary>Disposes the masks.</summary>
    public void Dispose() => LowResolutionLogits.Dispose();
}
