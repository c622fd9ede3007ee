using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models;

/// <summary>First values of networks that are trained from nothing.</summary>
internal static class HeWeights
{
    /// <summary>Draws the kernels of all convolutions normally with variance 2 / fan-out (He et al. 2015; torchvision),
    /// in order of their names' registration.</summary>
    public static void Draw(Module module, RandomSource random)
    {
        using GradMode mode = GradMode.Disable();
        foreach (Tensor kernel in module.NamedParameters().Values.Where(p => p.Rank == 4))
        {
            using Tensor values = Initializers.KaimingNormal(random, kernel.Shape, fanOut: true);
            kernel.CopyInPlace(values);
        }
    }
}
