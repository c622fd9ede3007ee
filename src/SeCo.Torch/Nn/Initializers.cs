namespace SeCo.Torch.Nn;

/// <summary>First values of parameters, drawn from our own generator.</summary>
/// <remarks>
/// The fan-in of a weight <c>[out, in, …]</c> is its second length times the size of the kernel, the fan-out its first length times that.
/// Sources: He et al. 2015 (Kaiming), Glorot and Bengio 2010 (Xavier), and PyTorch's defaults.
/// </remarks>
public static class Initializers
{
    /// <summary>PyTorch's default for the weights of linear layers and convolutions, and their biases: uniform in ±1/√fan-in.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="shape">Shape of the parameter.</param>
    /// <param name="fanIn">Fan-in of the weight.</param>
    public static Tensor Default(RandomSource random, ReadOnlySpan<long> shape, long fanIn)
    {
        double bound = 1 / Math.Sqrt(Math.Max(fanIn, 1));
        return Tensor.Uniform(random, shape, -bound, bound);
    }

    /// <summary>Normal with variance 2 / fan, for layers followed by a rectifier.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="shape">Shape of the weight.</param>
    /// <param name="fanOut">Uses the fan-out (as torchvision's ResNet) instead of the fan-in.</param>
    public static Tensor KaimingNormal(RandomSource random, ReadOnlySpan<long> shape, bool fanOut = false) =>
        Tensor.Gaussian(random, shape, Math.Sqrt(2.0 / (fanOut ? FanOut(shape) : FanIn(shape))));

    /// <summary>Normal with variance 2 / (fan-in + fan-out).</summary>
    public static Tensor XavierNormal(RandomSource random, ReadOnlySpan<long> shape) =>
        Tensor.Gaussian(random, shape, Math.Sqrt(2.0 / (FanIn(shape) + FanOut(shape))));

    /// <summary>Fan-in of a weight.</summary>
    /// <exception cref="ArgumentException">The shape has fewer than two dimensions.</exception>
    public static long FanIn(ReadOnlySpan<long> shape) => Fan(shape, 1);

    /// <summary>Fan-out of a weight.</summary>
    /// <exception cref="ArgumentException">The shape has fewer than two dimensions.</exception>
    public static long FanOut(ReadOnlySpan<long> shape) => Fan(shape, 0);

    /// <summary>The default where there is a generator, else zeros to be overwritten by a checkpoint.</summary>
    internal static Tensor DefaultOrZeros(RandomSource? random, ReadOnlySpan<long> shape, long fanIn) =>
        random is not null ? Default(random, shape, fanIn) : DeferredWeights.IsOpen ? DeferredWeights.Zeros(shape) : Tensor.Zeros(shape);

    private static long Fan(ReadOnlySpan<long> shape, int dimension)
    {
        if (shape.Length < 2)
        {
            throw new ArgumentException($"A weight has at least two dimensions; found [{string.Join(", ", shape.ToArray())}].", nameof(shape));
        }

        long fan = shape[dimension];
        foreach (long length in shape[2..])
        {
            fan *= length;
        }

        return Math.Max(fan, 1);
    }
}
