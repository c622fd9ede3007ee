namespace SeCo.Models.Sam;

/// <summary>The model's answer to a batch of B prompts, C masks each; disposed by the caller.</summary>
/// <param name="LowResolutionLogits">float32 <c>[B, C, 4g, 4g]</c>: above 0 on the mask; in the model's frame, padding included.</param>
/// <param name="PredictedIou">float32 <c>[B, C]</c>: the model's own estimate of each mask's quality; not bounded.</param>
public sealed record SamDecoding(Tensor LowResolutionLogits, Tensor PredictedIou) : IDisposable
{
    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        LowResolutionLogits.Dispose();
        PredictedIou.Dispose();
    }
}
