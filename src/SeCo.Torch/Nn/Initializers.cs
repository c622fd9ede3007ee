namespace SeCo.Torch.Nn;

/// <summary>First values of parameters, drawn from our own generator.</summary>
/// <remarks>The fan-in of a weight <c>[out, in, …]</c> is its second length times the size of the kernel, the fan-out its first length times that.</remarks>
public static class Initializers
{
    /// <summary>Fan-in of a weight.</summary>
    /// <exception cref="ArgumentException">The shape has fewer than two dimensions.</exception>
    public static long FanIn(ReadOnlySpan<long> shape) => Fan(shape, 1);

    /// <summary>Fan-out of a weight.</summary>
    /// <exception cref="ArgumentException">The shape has fewer than two dimensions.</exception>
    public static long FanOut(ReadOnlySpan<long> shape) => Fan(shape, 0);

    /// <summary>Overwrites a parameter by independent normal numbers of mean 0.</summary>
    public static void DrawNormal(this Tensor parameter, RandomSource random, double standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        using GradMode mode = GradMode.Disable();
        using Tensor values = Tensor.Gaussian(random, parameter.Shape, standardDeviation);
        parameter.CopyInPlace(values);
    }

    /// <summary>PyTorch's default for weights and biases of linear layers and convolutions, uniform in ±1/√fan-in; without a generator zeros,
    /// to be overwritten by a checkpoint.</summary>
    internal static Tensor DefaultOrZeros(RandomSource? random, ReadOnlySpan<long> shape, long fanIn)
    {
        double bound = 1 / Math.Sqrt(Math.Max(fanIn, 1));
        return random is not null ? Tensor.Uniform(random, shape, -bound, bound) : DeferredWeights.IsOpen ? DeferredWeights.Zeros(shape) : Tensor.Zeros(shape);
    }

    private static long Fan(ReadOnlySpan<long> shape, int dimension)
    {
        if (shape.Length < 2)
        {
            throw new ArgumentException($"A weight has at least two dimensions; found [{string.Join(", ", shape.ToArray())}].", nameof(shape));
        }

        return Math.Max(shape[2..].ToArray().Aggregate(shape[dimension], (fan, length) => fan * length), 1);
    }
}
