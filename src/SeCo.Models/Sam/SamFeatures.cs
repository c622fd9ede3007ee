namespace SeCo.Models.Sam;

/// <summary>What a model has seen of an image, ready for prompts; disposed by the caller.</summary>
/// <param name="Embedding">float32 <c>[1, C, g, g]</c>.</param>
/// <param name="Details">What the decoder adds for fine borders, float32; none for SAM 1. HQ-SAM: <c>[1, C / 8, 4g, 4g]</c>.
/// SAM 2: that and <c>[1, C / 4, 2g, 2g]</c>.</param>
public sealed record SamFeatures(Tensor Embedding, params IReadOnlyList<Tensor> Details) : IDisposable
{
    /// <summary>Whether all values are numbers.</summary>
    public bool AreFinite => Embedding.IsFinite() && Details.All(d => d.IsFinite());

    /// <summary>Takes the tensors out of all scopes: they live until <see cref="Dispose"/>.</summary>
    public SamFeatures LeaveScopes()
    {
        Embedding.LeaveScopes();
        foreach (Tensor detail in Details)
        {
            detail.LeaveScopes();
        }

        return this;
    }

    /// <summary>Disposes all tensors.</summary>
    public void Dispose()
    {
        Embedding.Dispose();
        foreach (Tensor detail in Details)
        {
            detail.Dispose();
        }
    }
}
