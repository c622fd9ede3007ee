using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>A table of learned vectors, <c>weight</c> <c>[count, C]</c>.</summary>
internal sealed class Embedding : Module
{
    internal Embedding(int count, int channels) => Weight = Parameter("weight", Tensor.Zeros([count, channels]));

    internal Tensor Weight { get; }
}
