using SeCo.Torch;

namespace SeCo.Models.Sam;

/// <summary>The image as a layer of <see cref="TwoWayTransformer"/> sees it, for B prompts or, with a batch of 1, for all.</summary>
/// <param name="Tokens"><c>[B, L, C]</c>.</param>
/// <param name="Keys">What prompts compare themselves with, <c>[B, L, width]</c>.</param>
/// <param name="Values">What prompts gather, <c>[B, L, width]</c>.</param>
/// <param name="Queries">What the image asks the prompts, <c>[B, L, width]</c>.</param>
internal sealed record ProjectedImage(Tensor Tokens, Tensor Keys, Tensor Values, Tensor Queries) : IDisposable
{
    /// <summary>Takes the tensors out of all scopes: they live until <see cref="Dispose"/>.</summary>
    internal ProjectedImage LeaveScopes()
    {
        foreach (Tensor tensor in (Tensor[])[Tokens, Keys, Values, Queries])
        {
            tensor.LeaveScopes();
        }

        return this;
    }

    /// <summary>Disposes all four tensors.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        Keys.Dispose();
        Values.Dispose();
        Queries.Dispose();
    }

    /// <summary>The image of some of the prompts; itself where it is the same for all.</summary>
    internal ProjectedImage Of(long first, long count) => Tokens.Shape[0] == 1
        ? this
        : new ProjectedImage(Tokens.Narrow(0, first, count), Keys.Narrow(0, first, count), Values.Narrow(0, first, count), Queries.Narrow(0, first, count));
}
