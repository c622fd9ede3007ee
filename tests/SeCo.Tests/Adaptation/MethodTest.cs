using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Tests.SegmentAnything;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation;

/// <summary>Base of tests with a tiny network: they run alone, and end with no more live tensors than they began with.</summary>
[Collection(SamModelTest.Alone)]
public abstract class MethodTest : IDisposable
{
    private readonly long _before = TorchRuntime.LiveTensors;

    protected MethodTest() => TorchRuntime.SetThreads(1);

    /// <summary>Five outputs for three classes, the last for none.</summary>
    protected static int[] Targets { get; } = [0, 1, 1, 2, -1];

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Equal(_before, TorchRuntime.LiveTensors);
    }

    /// <summary>Numbers along a sine curve.</summary>
    internal static float[] Wave(int count, double phase, double scale, double step = 0.7) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(scale * Math.Sin((step * i) + phase)))];

    /// <summary>Two crops of 16 × 16 whose pixels depend on the phase; all labels 0.</summary>
    internal static CropBatch Crops(double phase, int count = 2)
    {
        CropBatch crops = new(count, 16);
        float[] fine = Wave(crops.Pixels.Length, phase, 1.5, 0.61);
        float[] coarse = Wave(crops.Pixels.Length, 2 * phase, 1, 0.037);
        for (int i = 0; i < fine.Length; i++)
        {
            crops.Pixels[i] = fine[i] + coarse[i];
        }

        return crops;
    }

    /// <summary>Crops with labels of three classes, and every fourth pixel without one.</summary>
    internal static CropBatch Labelled(double phase)
    {
        CropBatch crops = Crops(phase);
        for (int i = 0; i < crops.Labels.Length; i++)
        {
            crops.Labels[i] = (byte)(i % 4 == 0 ? 255 : i * 5 / 7 % 3);
        }

        return crops;
    }

    /// <summary>Marks rows and columns of a crop, from the given ones on, as padding.</summary>
    internal static CropBatch Padded(CropBatch crops, int index, int fromRow, int fromColumn)
    {
        for (int i = 0; i < 256; i++)
        {
            if (i / 16 >= fromRow || i % 16 >= fromColumn)
            {
                crops.Labels[(index * 256) + i] = CropBatch.Padding;
            }
        }

        return crops;
    }

    /// <summary>Compares losses, the length of each gradient, and its product with cos 0.3 i, to 1e-5 of the loss and the length.</summary>
    internal static void AssertReference(
        StepLosses losses, Student student, string[] tags, double[] expected, params (string Name, double Length, double Product)[] gradients)
    {
        KeyValuePair<string, double>[] values = [.. losses.Tags()];
        Assert.Equal(tags, values.Select(v => v.Key));
        for (int i = 0; i < tags.Length; i++)
        {
            Assert.Equal(expected[i], values[i].Value, 1e-5 * expected[i]);
        }

        Dictionary<string, float[]> found = Gradients(student);
        Assert.Equal(gradients.Select(e => e.Name), found.Keys);
        foreach ((string name, double length, double product) in gradients)
        {
            Assert.Equal(length, Math.Sqrt(found[name].Sum(g => (double)g * g)), 1e-5 * length);
            Assert.Equal(product, found[name].Select((g, i) => g * Math.Cos(0.3 * i)).Sum(), 1e-5 * length * Math.Sqrt(found[name].Length));
        }
    }

    /// <summary>The gradients of all parameters, by name.</summary>
    internal static Dictionary<string, float[]> Gradients(Student student) => student.Network.NamedParameters().ToDictionary(p => p.Key, p =>
    {
        using Tensor? gradient = p.Value.Grad;
        return gradient?.ToArray<float>() ?? [];
    });
}
