using SeCo.Models.Sam;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.Sam;

public sealed class SamPrecisionTests(ITestOutputHelper output) : ModelTest
{
    [Theory]
    [InlineData(DType.BFloat16, 0.98)]
    [InlineData(DType.Float16, 0.98)]
    [InlineData(DType.Float64, 0.9999)]
    public void Masks_of_another_precision_agree_with_those_of_float32(DType precision, double minimum)
    {
        using SamModel reference = TinySam.Load();
        using SamModel other = TinySam.Load();
        other.SetPrecision(precision);
        Tensor image = Npy.Read(SharedData.Require("golden/sam/tensors/a.preprocessed.npy"));
        (SamFeatures expected, SamFeatures found) = (reference.Encode(image), other.Encode(image));
        Assert.Equal((precision, DType.Float32), (other.Precision, found.Embedding.DType));
        Tensor points = Tensor.From([60f, 40, 219, 158, 190, 30, 166, 111, 20, 180, 128, 96], 6, 1, 2);
        SamPrompts asked = new() { PointCoordinates = points, PointLabels = Tensor.Ones([6, 1]), Boxes = Boxes() };
        List<double> agreements = [];
        foreach (SamPrompts prompts in (SamPrompts[])[asked, asked with { PointCoordinates = null, PointLabels = null }, asked with { Boxes = null }])
        {
            using SamDecoding first = reference.Decode(expected, prompts);
            using SamDecoding second = other.Decode(found, prompts);
            Assert.Equal(DType.Float32, second.LowResolutionLogits.DType);
            (Tensor a, Tensor b) = (first.LowResolutionLogits.AtLeast(1e-30).To(DType.Float64), second.LowResolutionLogits.AtLeast(1e-30).To(DType.Float64));
            agreements.Add((((a * b).Sum([2, 3]) + 1e-9) / ((a + b - (a * b)).Sum([2, 3]) + 1e-9)).Mean().Item()); // two empty masks agree
        }

        output.WriteLine($"{precision}: mean IoU {string.Join(", ", agreements.Select(v => v.ToString("F4")))}");
        Assert.All(agreements, agreement => Assert.True(agreement >= minimum, $"mean IoU with float32 is {agreement:F4}, expected {minimum} or more"));
    }

    private static Tensor Boxes()
    {
        float[] corners = [40, 20, 100, 90, 180, 100, 250, 190, 150, 10, 220, 60, 100, 80, 200, 150, 5, 150, 60, 190, 77, 5, 224, 107];
        return Tensor.From(corners, 6, 4);
    }
}
