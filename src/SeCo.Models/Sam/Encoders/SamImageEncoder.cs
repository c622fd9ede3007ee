using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>The part of Segment Anything that sees the image: once for each image, whatever is asked of it later.</summary>
public abstract class SamImageEncoder : Module
{
    /// <summary>Bytes that large temporary tensors may take together, where the encoder has a choice.</summary>
    internal long WorkingMemory { get; set; } = SamModel.DefaultWorkingMemory;

    /// <summary>Computes the image embedding.</summary>
    /// <param name="images">Normalised images <c>[N, 3, S, S]</c>, padded with zeros at the right and the bottom; S is the encoder's own size.</param>
    /// <returns><c>[N, C, S / 16, S / 16]</c>; it belongs to the open scope or the caller.</returns>
    public abstract Tensor Forward(Tensor images);
}
