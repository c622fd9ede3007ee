using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Correction;
using SeCo.Correction.Classifier;
using SeCo.Correction.Features;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction.Features;

public sealed class FeatureBackboneTests : PredictionTest
{
    [Fact]
    public void The_model_that_predicts_shows_the_levels_that_are_asked_for()
    {
        using TempFolder folder = new();
        ModelOptions model = new() { Network = "espnet", Weights = WriteWeights(folder) };
        CorrectionOptions options = new() { Backbone = Backbone.Model, Frozen = new FrozenFeatureOptions { Levels = [3, 1], Geometry = false } };
        using FeatureBackbone backbone = BackboneFactory.CreateFrozen(options, CamVid, new StageEnvironment(1, Device.Cpu, 1, NullLogger.Instance), model)!;
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
        using FeatureBackbone backbone = BackboneFactory.CreateFrozen(options, CamVid, new StageEnvironment(1, Device.Cpu, 1, NullLogger.Instance), model,
            new PredictionOptions { InputWidth = 35, InputHeight = 18 })!;
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();

        Assert.Equal(new Size2d(8, 16), backbone.Features(new RgbImage(20, 10))[0].ImageSize); // half of 16 x 32, the nearest multiples of 8
    }
}
