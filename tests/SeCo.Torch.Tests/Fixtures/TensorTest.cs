using SeCo.Torch;
using Xunit;

// The count of live tensors belongs to the process, so tests that watch it run one after the other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace SeCo.Torch.Tests.Fixtures;

/// <summary>Base of every test that makes tensors: each test must end with no more live handles than it began with.</summary>
public abstract class TensorTest : IDisposable
{
    private readonly long _before = TorchRuntime.LiveTensors;

    // Small tensors gain nothing from threads, and on a busy machine each barrier between them costs milliseconds.
    static TensorTest() => TorchRuntime.SetThreads(1);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Equal(_before, TorchRuntime.LiveTensors);
    }

    /// <summary>Runs a test in a scope of its own.</summary>
    protected static void InScope(Action test)
    {
        using TensorScope scope = TensorScope.Open();
        test();
    }

    protected static Tensor Floats(long[] shape, params float[] values) => Tensor.From(values, shape);

    protected static Tensor Longs(params long[] values) => Tensor.From(values, values.Length);

    /// <summary>Compares every element, whatever the tensor's type, and the shape.</summary>
    protected static void AssertTensor(Tensor actual, long[] shape, double[] expected, double tolerance = 1e-5)
    {
        Assert.Equal(shape, actual.Shape.ToArray());
        using Tensor converted = actual.To(DType.Float64);
        double[] values = converted.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            bool same = expected[i].Equals(values[i]) || Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(same, $"element {i}: expected {expected[i]}, found {values[i]} in [{string.Join(", ", values)}]");
        }
    }
}

/// <summary>What tests say often.</summary>
internal static class TensorExtensions
{
    public static Tensor Square(this Tensor tensor) => tensor * tensor;
}
