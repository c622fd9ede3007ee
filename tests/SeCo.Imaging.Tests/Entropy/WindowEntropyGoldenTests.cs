using SeCo.Checkpoints;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Entropy;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Entropy;

/// <summary>Purity maps of the reference implementation (golden/psa/purity). Tolerance 1e-5.</summary>
public sealed class WindowEntropyGoldenTests
{
    [Fact]
    public void Purity_maps_are_those_of_the_reference()
    {
        string root = SharedData.Require("golden/psa");
        string[] files = Directory.GetFiles(Path.Combine(root, "purity"), "*.npy");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            LabelMap labels = LabelPng.Read(Path.Combine(root, "label", Path.GetFileNameWithoutExtension(file) + ".png"));
            float[] expected = NpyFile.Read(file).ToSingles();

            float[] actual = WindowEntropy.Compute(labels, 19, 8);
            float largest = actual.Max(); // the reference gives it to pixels without a label, so that none of them looks pure
            actual = [.. actual.Select((e, i) => labels.Pixels[i] >= 19 ? largest : e)];

            Assert.Equal(expected.Length, actual.Length);
            Assert.InRange(expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max(), 0, 1e-5f);
        }
    }
}
