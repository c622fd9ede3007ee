using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Correction;
using SeCo.Correction.Classifier;
using SeCo.Correction.Features;
using SeCo.Models;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class BackboneFactoryTests : PredictionTest
{
    [Fact]
    public void The_segmentation_model_behind_the_features_holds_no_numbers_that_slow_processors_down()
    {
        CorrectionOptions options = new() { Backbone = Backbone.EspNet, Weights = SharedData.Require("data/espnet/espnet_p_2_q_8.pth") };
        using FeatureBackbone backbone = BackboneFactory.CreateFrozen(options, new StageEnvironment(1, Device.Cpu, 1, NullLogger.Instance))!;
        SegmentationNetwork network = Assert.IsType<SegmentationNetwork>(backbone.Network, exactMatch: false);
        Assert.All(network.NamedParameters(), p => Assert.DoesNotContain(p.Value.ToArray<float>(), v => v != 0 && Math.Abs(v) < 1e-20f));
    }
}
