using SeCo.Configuration;
using SeCo.Correction;
using SeCo.Correction.Backbones;
using Xunit;

namespace SeCo.Tests.Correction.Backbones;

public sealed class BackboneRegistryTests
{
    [Fact]
    public void Every_name_that_settings_know_has_one_row_and_every_row_a_name() =>
        Assert.Equal(Enum.GetValues<Backbone>().Select(b => OptionsWriter.NameOf(b)).Order(), BackboneRegistry.All.Select(row => row.Name).Order());

    [Theory]
    [InlineData(Backbone.ResNet101, null, ClassifierTraining.Windows)]
    [InlineData(Backbone.MobileNetV2, "a.pth", ClassifierTraining.Frozen)]
    [InlineData(Backbone.DinoV2, "a.pth", ClassifierTraining.Frozen)]
    [InlineData(Backbone.Model, null, ClassifierTraining.Frozen)]
    [InlineData(Backbone.Descriptors, null, ClassifierTraining.Frozen)]
    public void Only_encoders_without_weights_are_trained_as_a_whole(Backbone backbone, string? weights, ClassifierTraining expected)
    {
        CorrectionOptions options = new() { Backbone = backbone, Weights = weights };

        options.Validate();

        Assert.Equal(expected, options.EffectiveTraining);
    }

    [Theory]
    [InlineData(Backbone.Descriptors, "a.pth", ClassifierTraining.Auto, "weights are given, but backbone 'descriptors' is no network")]
    [InlineData(Backbone.Model, "a.pth", ClassifierTraining.Auto, "weights are given, but backbone 'model' takes those of the section model")]
    [InlineData(Backbone.EspNet, null, ClassifierTraining.Frozen, "weights are missing, and backbone 'espnet' is of no use without")]
    [InlineData(Backbone.DinoV2, "a.pth", ClassifierTraining.Windows, "backbone 'dinov2' is none that is trained on windows")]
    public void Settings_that_do_not_go_together_are_told(Backbone backbone, string? weights, ClassifierTraining training, string fault)
    {
        CorrectionOptions options = new() { Backbone = backbone, Weights = weights, Training = training };

        Assert.Contains(fault, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }
}
