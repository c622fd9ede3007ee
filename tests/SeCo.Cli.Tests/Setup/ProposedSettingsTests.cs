using SeCo.Cli.Setup;
using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.PixelLabels;
using SeCo.Prediction;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Setup;

public sealed class ProposedSettingsTests
{
    private static readonly Dataset Some = Dataset.Of("data", ClassSet.Named("camvid11"), [new ImageEntry { Name = "a", ImagePath = "data/a.png" }]);

    [Theory]
    [InlineData("espnetv2_s_2.0_city_1024x512.pth", "espnetv2-s2.0")]
    [InlineData("espnet_p_2_q_8.pth", "espnet")]
    [InlineData("weights.pth", null)]
    public void The_network_is_told_by_the_longest_name_that_a_file_begins_with(string file, string? network)
    {
        using TempFolder temp = new();
        File.WriteAllBytes(temp[file], []);

        Assert.Equal(network, ProposedSettings.NetworkOf(temp[file], out bool known));
        Assert.Equal(network is not null, known);
    }

    [Fact]
    public void Labels_without_confidences_are_taken_as_they_are_and_nothing_asks_for_confidences()
    {
        RunOptions settings = ProposedSettings.Of(Some, new PredictionSources { Labels = "{split}/net" }, null, null, trains: false);

        Assert.Equal((PixelLabelSource.Given, "{split}/net"), (settings.PixelLabels.Source, settings.Dataset.Predictions.PixelLabels));
        Assert.Equal((0, new NoiseOptions().Combination), (settings.Correction.TrustExponent, settings.Correction.Noise.Combination));
    }

    [Fact]
    public void A_model_that_predicts_is_named_and_images_to_measure_on_are_only_for_training()
    {
        ModelOptions model = new() { Network = "espnet", Weights = "espnet.pth" };
        RunOptions settings = ProposedSettings.Of(Some, null, model, new DatasetOptions { Root = "val" }, trains: false);

        Assert.Equal((model, null, NoiseCombination.Sum), (settings.Model, settings.Validation, settings.Correction.Noise.Combination));
    }
}
