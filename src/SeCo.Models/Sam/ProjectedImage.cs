using SeCo.Torch;

namespace SeCo.Models.Sam;

/// <summary>The image as a layer of <see cref="TwoWayTransformer"/> sees it, for B prompts or, with a batch of 1, for all.</summary>
/// <param name="Tokens"><c>[B, L, C]</c>.</param>
/// <param name="Keys">What prompts compare themselves with, <c>[B, L, width]</c>.</param>
/// <param name="Values">What prompts gather, <c>[B, L, width]</c>.</param>
/// <param name="Queries">What the image asks the prompts, <c>[B, L, width]</c>.</param>
internal sealed record ProjectedImage(Tensor Tokens, Tensor Keys, Tensor Values, Tensor Queries)
{
    /// <summary>The image of some of the prompts; itself where it is the same for all.</summary>
    internal ProjectedImage Of(long first, long count) => Tokens.Shape[0] == 1
        ? this
        : new ProjectedImage(Tokens.Narrow(0, first, count), Keys.Narrow(0, first, count), Values.Narrow(0, first, count), Queries.Narrow(0, first, count));
}
