namespace SeCo.Models;

/// <summary>First values of networks that are trained from nothing.</summary>
internal static class HeWeights
{
    /// <summary>Draws the kernels of all convolutions normally with variance 2 / fan-out (He et al. 2015; torchvision),
    /// in order of their names' registration; nothing without a generator.</summary>
    public static void Draw(Module module, RandomSource? random)
    {
        foreach (Tensor kernel in random is null ? [] : module.NamedParameters().Values.Where(p => p.Rank == 4))
        {
            kernel.DrawNormal(random!, Math.Sqrt(2.0 / Initializers.FanOut(kernel.Shape)));
        }
    }
}
