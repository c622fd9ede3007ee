using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Models.EspNet;
using SeCo.Prediction;
using SeCo.Testing;
using SeCo.Tests.SegmentAnything;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Tests.Prediction;

/// <summary>Base of tests with a small network of random weights: they run alone, and end with no more live tensors than they began with.</summary>
[Collection(SamModelTest.Alone)]
public abstract class PredictionTest : IDisposable
{
    private readonly long _before = TorchRuntime.LiveTensors;

    protected PredictionTest() => TorchRuntime.SetThreads(1);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Equal(_before, TorchRuntime.LiveTensors);
    }

    protected static ClassSet Cityscapes { get; } = ClassSet.Named("cityscapes19");

    protected static ClassSet CamVid { get; } = ClassSet.Named("camvid11");

    /// <summary>Images in their own size: the published input size would take long.</summary>
    protected static PredictionOptions OwnSize { get; } = new() { InputWidth = 0, InputHeight = 0 };

    /// <summary>Writes an ESPNet of random weights whose answers are unsure, so that a small difference shows.</summary>
    /// <returns>The path.</returns>
    protected static string WriteWeights(TempFolder folder, int classes = 20, ulong seed = 5)
    {
        string path = folder[$"espnet-{classes}-{seed}.safetensors"];
        using EspNet network = new(EspNetConfig.Cityscapes with { Classes = classes }, new RandomSource(seed));
        using (GradMode.Disable())
        {
            network.NamedParameters()["classifier.weight"].MultiplyInPlace(0.02);
        }

        SafetensorsWriter.Write(path, network.StateDictionary().ToSources());
        return path;
    }

    /// <summary>The probabilities of an image, <c>[K, H, W]</c>.</summary>
    protected static float[] Predict(RgbImage image, PredictionOptions options)
    {
        using TempFolder folder = new();
        using TrainedNetwork network = TrainedNetwork.Load("espnet", WriteWeights(folder, CamVid.Count), CamVid.Name);
        using Tensor answer = new ImagePredictor(network.Network, network.Device, ClassMapping.Between(CamVid, CamVid, CamVid.Count), options).Predict(image);
        Assert.Equal([1, CamVid.Count, image.Height, image.Width], answer.Shape.ToArray());
        return answer.ToArray<float>();
    }

    /// <summary>An image of smooth colours with some noise.</summary>
    protected static RgbImage Image(int width, int height, int seed = 1)
    {
        Random random = new(seed);
        RgbImage image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = image.Row(y);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = (byte)((((i / 3 * 5) + (y * (3 + (i % 3) + seed)) + random.Next(40)) & 127) + 60);
            }
        }

        return image;
    }

    protected static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        }

        Assert.True(worst <= tolerance, $"differs by {worst:e2}, allowed {tolerance:e2}");
    }
}
