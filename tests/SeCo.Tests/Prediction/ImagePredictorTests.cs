using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Prediction;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class ImagePredictorTests : PredictionTest
{
    [Fact]
    public void Windows_that_hold_the_image_give_what_the_whole_image_gives()
    {
        RgbImage image = Image(40, 24);
        float[] whole = Predict(image, OwnSize with { Window = 0 });
        Assert.Equal(whole, Predict(image, OwnSize with { Window = 64 }));
        Assert.NotEqual(whole, Predict(image, OwnSize with { Window = 24, WindowStride = 8 }));
    }

    [Fact]
    public void Where_windows_overlap_their_probabilities_are_averaged()
    {
        RgbImage image = Image(48, 32);
        float[] left = Predict(Cut(image, 0, 32), OwnSize), right = Predict(Cut(image, 16, 48), OwnSize);
        float[] both = Predict(image, OwnSize with { Window = 32, WindowStride = 16 });
        for (int i = 0; i < both.Length; i++)
        {
            (int row, int x) = (i / 48, i % 48);
            float expected = x < 16 ? left[(row * 32) + x] : x >= 32 ? right[(row * 32) + x - 16] : (left[(row * 32) + x] + right[(row * 32) + x - 16]) / 2;
            Assert.Equal(expected, both[i], 1e-5);
        }
    }

    [Fact]
    public void With_flips_a_mirrored_image_has_the_mirrored_answer()
    {
        RgbImage image = Image(40, 24);
        float[] answer = Predict(image, OwnSize with { Flip = true });
        AssertClose(Mirror(answer, 40), Predict(Mirror(image), OwnSize with { Flip = true }), 1e-5);
        Assert.NotEqual(answer, Predict(image, OwnSize));
    }

    [Fact]
    public void Scales_are_averaged()
    {
        RgbImage image = Image(40, 24);
        float[] half = Predict(image, OwnSize with { Scales = [0.5] }), more = Predict(image, OwnSize with { Scales = [1.5] });
        AssertClose([.. half.Zip(more, (a, b) => (a + b) / 2)], Predict(image, OwnSize with { Scales = [0.5, 1.5] }), 1e-5);
    }

    [Theory]
    [InlineData(37, 21, 0)]
    [InlineData(9, 50, 0)]
    [InlineData(37, 21, 20)]
    public void Images_of_any_size_have_probabilities_that_sum_to_1(int width, int height, int window)
    {
        float[] answer = Predict(Image(width, height), OwnSize with { Window = window, Flip = true });
        int pixels = width * height;
        for (int i = 0; i < pixels; i++)
        {
            Assert.Equal(1, Enumerable.Range(0, 11).Sum(c => answer[(c * pixels) + i]), 1e-5);
        }
    }

    [Theory]
    [InlineData("0016E5_07959")]
    [InlineData("0016E5_08151")]
    public void Published_weights_give_photographs_the_recorded_classes(string name)
    {
        RgbImage image = RgbImageFile.Read(SharedData.Require($"data/camvid/images/val/{name}.webp"));
        LabelMap labels = LabelPng.Read(SharedData.Require($"data/camvid/espnet_cityscapes/argmax/val/{name}.png"));
        ConfidenceMap confidence = ConfidencePng.Read(SharedData.Require($"data/camvid/espnet_cityscapes/confidence/val/{name}.png"));
        using TrainedNetwork network = TrainedNetwork.Load("espnet", SharedData.Require("data/espnet/espnet_p_2_q_8.pth"));
        using TensorScope scope = TensorScope.Open();
        ClassMapping mapping = ClassMapping.Between(network.Classes, CamVid, 20);
        Tensor answer = new ImagePredictor(network.Network, network.Device, mapping, new PredictionOptions()).Predict(image);
        (Tensor values, Tensor indices) = answer.Max(1);
        byte[] ids = indices.To(DType.UInt8).ToArray<byte>();
        float[] best = values.ToArray<float>();
        int same = ids.Where((id, i) => id == labels.Pixels[i]).Count();
        int near = best.Where((p, i) => Math.Abs(p - (confidence.Pixels[i] / 65535.0)) <= 3 / 255.0).Count();
        Assert.True(same >= 0.999 * ids.Length, $"{same} of {ids.Length} pixels agree");
        Assert.True(near >= 0.999 * ids.Length, $"{near} of {ids.Length} confidences agree");
    }

    [Fact]
    public void The_published_network_sees_what_its_authors_show_it()
    {
        RgbImage image = RgbImageFile.Read(SharedData.Require("data/camvid/images/val/0016E5_07959.webp"));
        LabelMap expected = LabelPng.Read(SharedData.Require("golden/networks/espnet_p2_q8/image_argmax.png"));
        using TrainedNetwork network = TrainedNetwork.Load("espnet", SharedData.Require("data/espnet/espnet_p_2_q_8.pth"));
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor input = InputImage.Make(image, network.Network.Preprocessing.InputSize!.Value, network.Network.Preprocessing);
        byte[] ids = network.Own.Forward(input).Argmax(1).To(DType.UInt8).ToArray<byte>();
        int same = ids.Where((id, i) => id == expected.Pixels[i]).Count();
        Assert.True(same >= 0.999 * ids.Length, $"{same} of {ids.Length} pixels agree");
    }

    private static RgbImage Cut(RgbImage image, int from, int to)
    {
        RgbImage cut = new(to - from, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            image.Row(y)[(from * 3)..(to * 3)].CopyTo(cut.Row(y));
        }

        return cut;
    }

    private static RgbImage Mirror(RgbImage image)
    {
        RgbImage mirrored = new(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                image.Row(y).Slice(x * 3, 3).CopyTo(mirrored.Row(y)[((image.Width - 1 - x) * 3)..]);
            }
        }

        return mirrored;
    }

    private static float[] Mirror(float[] values, int width)
    {
        float[] mirrored = [.. values];
        for (int row = 0; row < values.Length; row += width)
        {
            Array.Reverse(mirrored, row, width);
        }

        return mirrored;
    }
}
