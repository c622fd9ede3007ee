using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Checkpoints;
using SeCo.Correction;
using SeCo.Correction.Backbones;
using SeCo.Correction.Classifier;
using SeCo.Correction.Features;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Models.DinoV2;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Tests.Correction.Backbones;

public sealed class NetworkFeaturesTests : PredictionTest
{
    [Fact]
    public void The_model_that_predicts_shows_the_levels_that_are_asked_for()
    {
        using TempFolder folder = new();
        ModelOptions model = new() { Network = "espnet", Weights = WriteWeights(folder) };
        CorrectionOptions options = new() { Backbone = Backbone.Model, Frozen = new FrozenFeatureOptions { Levels = [3, 1], Geometry = false } };
        using NetworkFeatures backbone = Open(options, new FeatureSources { Model = model });
        RegionFeatureExtractor extractor = new(backbone, options.Frozen);
        ConnectedRegion all = ConnectedRegion.FromMask(0, 0, RunLengthMask.FromCounts(20, 10, [0, 200]));

        Assert.Equal(backbone.Network.FeatureChannels[0] + backbone.Network.FeatureChannels[2], extractor.Length);
        Assert.Contains(extractor.Extract(new RgbImage(20, 10), [all]), feature => feature != 0);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => new RegionFeatureExtractor(backbone, new FrozenFeatureOptions { Levels = [4] }));
        Assert.Contains("names 4, but the network has 3 feature maps", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_that_predicts_sees_images_in_the_size_that_it_predicts_them_in()
    {
        using TempFolder folder = new();
        ModelOptions model = new() { Network = "espnet", Weights = WriteWeights(folder) };
        CorrectionOptions options = new() { Backbone = Backbone.Model };
        using NetworkFeatures backbone = Open(
            options, new FeatureSources { Model = model, Prediction = new PredictionOptions { InputWidth = 35, InputHeight = 18 } });
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();

        Assert.Equal(new Size2d(8, 16), backbone.Features(new RgbImage(20, 10))[0].ImageSize); // half of 16 x 32, the nearest multiples of 8
    }

    [Theory]
    [InlineData(60, 40, 70, 70, 42)] // 70 x 46.7
    [InlineData(60, 40, 0, 56, 42)]
    [InlineData(3, 200, 0, 14, 196)]
    public void DINOv2_sees_any_image_in_multiples_of_its_patches(int width, int height, int longestSide, int seenWidth, int seenHeight)
    {
        using TempFolder folder = new();
        string path = folder["dinov2_vits14_pretrain.safetensors"];
        using (DinoV2Encoder small = new(new DinoV2Config { Width = 64, Depth = 1, GridSize = 2 }))
        {
            SafetensorsWriter.Write(path, small.StateDictionary().ToSources());
        }

        CorrectionOptions options = new() { Backbone = Backbone.DinoV2, Weights = path, Frozen = new() { LongestSide = longestSide, Geometry = false } };
        options.Validate();
        using NetworkFeatures backbone = Open(options);
        FeatureMap map = Assert.Single(backbone.Describe(new RgbImage(width, height), "a", [0]));

        Assert.Equal((seenWidth / 14, seenHeight / 14, 64, width, height), (map.Columns, map.Rows, map.Channels, map.CoveredWidth, map.CoveredHeight));
        Assert.Equal(64, new RegionFeatureExtractor(backbone, options.Frozen).Length);
        Assert.Contains("weights are missing, and backbone 'dinov2'",
            Assert.Throws<ArgumentException>(() => (options with { Weights = null }).Validate()).Message, StringComparison.Ordinal);
    }

    private static NetworkFeatures Open(CorrectionOptions options, FeatureSources? sources = null) => (NetworkFeatures)BackboneFactory.CreateFrozen(
        options, CamVid, new StageEnvironment(1, Device.Cpu, 1, NullLogger.Instance), sources)!;
}
