using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

// The count of live tensors belongs to the process, so tests that watch it run one after the other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace SeCo.Models.Tests.Fixtures;

/// <summary>Base of every test here: runs in a scope of its own, and ends with no more live tensors than it began with.</summary>
public abstract class ModelTest : IDisposable
{
    private readonly long _before = TorchRuntime.LiveTensors;
    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _scope.Dispose();
        Assert.Equal(_before, TorchRuntime.LiveTensors);
    }

    /// <summary>Fails where two tensors differ by more than a share of the greatest expected value.</summary>
    protected static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        AssertClose(expected.To(DType.Float64).ToArray<double>(), actual.To(DType.Float64).ToArray<double>(), tolerance, what);
    }

    /// <summary>Fails where two lists differ by more than a share of the greatest expected value.</summary>
    protected static void AssertClose(double[] expected, double[] actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(Math.Abs);
        double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= tolerance * scale, $"{what}: differs by {worst / scale:e2} of the greatest value {scale}, allowed {tolerance:e2}");
    }

    /// <summary>Images of independent normal numbers.</summary>
    protected static Tensor Noise(ulong seed, params long[] shape) => Tensor.Gaussian(new RandomSource(seed), shape);

    /// <summary>Writes a module to a safetensors file.</summary>
    protected static string Save(TempFolder folder, Module module)
    {
        string path = folder["model.safetensors"];
        SafetensorsWriter.Write(path, module.StateDictionary().ToSources());
        return path;
    }
}

/// <summary>What tests say often.</summary>
internal static class TensorExtensions
{
    public static Tensor Square(this Tensor tensor) => tensor * tensor;
}
