using SeCo.Cli.Setup;
using SeCo.Datasets;
using SeCo.Labels;
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
        IReadOnlyList<string> settings = ProposedSettings.Overrides(Some, new PredictionSources { Labels = "net" }, null, null, trains: false);

        Assert.Contains("pixel_labels.source=given", settings);
        Assert.Contains("dataset.predictions.pixel_labels=net", settings);
        Assert.DoesNotContain(settings, s => s.Contains("confidence", StringComparison.Ordinal) || s.Contains("trust", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_predicts_is_named_and_images_to_measure_on_are_only_for_training()
    {
        ModelOptions model = new() { Network = "espnet", Weights = "espnet.pth" };
        IReadOnlyList<string> settings = ProposedSettings.Overrides(Some, null, model, new DatasetOptions { Root = "val" }, trains: false);

        Assert.Contains("model.weights=espnet.pth", settings);
        Assert.Contains("correction.noise.combination=sum", settings);
        Assert.DoesNotContain(settings, s => s.StartsWith("validation", StringComparison.Ordinal));
    }
}
