using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Correction;
using SeCo.Correction.Backbones;
using SeCo.Correction.Classifier;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class BackboneFactoryTests : PredictionTest
{
    private static readonly ClassSet Classes = ClassSet.Named("camvid11");
    private static readonly StageEnvironment Environment = new(1, Device.Cpu, 1, NullLogger.Instance);

    [Fact]
    public void Without_a_model_its_inner_maps_cannot_be_asked_for()
    {
        CorrectionOptions options = new() { Backbone = Backbone.Model };

        ArgumentException wrong = Assert.Throws<ArgumentException>(() => BackboneFactory.CreateFrozen(options, Classes, Environment));

        Assert.Contains("give model.weights", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Backbone.Segmenter, null, "there is no segmenter to look into")]
    [InlineData(Backbone.Onnx, "street.onnx", "Add the packages SeCo.Onnx and Microsoft.ML.OnnxRuntime")]
    public void What_the_run_lacks_is_said(Backbone backbone, string? weights, string fault) => Assert.Contains(
        fault,
        Assert.Throws<ArgumentException>(() =>
            BackboneFactory.CreateFrozen(new CorrectionOptions { Backbone = backbone, Weights = weights }, Classes, Environment)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_segmentation_model_behind_the_features_holds_no_numbers_that_slow_processors_down()
    {
        CorrectionOptions options = new() { Backbone = Backbone.EspNet, Weights = SharedData.Require("data/espnet/espnet_p_2_q_8.pth") };
        using NetworkFeatures backbone = (NetworkFeatures)BackboneFactory.CreateFrozen(options, Classes, Environment)!;
        SegmentationNetwork network = Assert.IsType<SegmentationNetwork>(backbone.Network, exactMatch: false);
        Assert.All(network.NamedParameters(), p => Assert.DoesNotContain(p.Value.ToArray<float>(), v => v != 0 && Math.Abs(v) < 1e-20f));
    }
}
