using SeCo.Configuration;
using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Testing;
using SeCo.Tests.Correction.Noise.Examples;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class NoiseRulesTests
{
    private static readonly double[] Scores = [0.1, 0.2, 0.3, 5, 0.1, 4];
    private static readonly byte[] Classes = [0, 0, 0, 0, 1, 1];

    [Fact]
    public void Every_name_that_settings_know_has_one_row_and_every_row_a_name() =>
        Assert.Equal(Enum.GetValues<NoiseRule>().Select(rule => OptionsWriter.NameOf(rule)).Order(), NoiseRules.All.Select(row => row.Name).Order());

    [Theory]
    [InlineData(NoiseRule.Mixture)]
    [InlineData(NoiseRule.ClassBalanced)]
    [InlineData(NoiseRule.ClassDoubt)]
    [InlineData(NoiseRule.ReferenceMixture)]
    [InlineData(NoiseRule.ReferenceQuantiles)]
    public void Every_rule_answers_for_each_region_and_explains_itself(NoiseRule rule)
    {
        NoiseInput regions = new(Scores, Classes)
        {
            Areas = [1, 1, 1, 1, 1, 1], Judgements = [.. Scores.Select((loss, i) => new RegionJudgement((float)loss, Classes[i], 0.9f))],
            Confidences = new float[Scores.Length],
        };
        INoiseModel model = NoiseRules.Of(rule).Create(new NoiseOptions { Rule = rule });

        NoiseEstimate estimate = model.Estimate(regions);

        Assert.Equal(Scores.Length, estimate.Clean.Length);
        Assert.True(estimate.Clean[0]);
        Assert.False(estimate.Clean[3]);
        Assert.StartsWith($"Rule {OptionsWriter.NameOf(rule)}: ", model.Explain(regions), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_several_rules_are_reported_together()
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(() =>
            new NoiseOptions { Portion = 0, KeepRatio = 1, PriorStrength = -1, PixelWeight = 1 }.Validate());

        Assert.All(
            (string[])["portion is 0", "keep_ratio is 1", "prior_strength is -1", "pixel_weight needs rule class_doubt"],
            fault => Assert.Contains(fault, wrong.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_the_page_is_the_code_that_is_tested()
    {
        string code = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/SeCo.Tests/Correction/Noise/Examples/MedianNoiseModel.cs"));

        Assert.Contains($"```csharp\n{code}```\n", File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs/adding-a-noise-model.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_compares_a_region_with_the_median_of_its_class() =>
        Assert.Equal([true, true, true, false, true, true], new MedianNoiseModel(2).Estimate(new(Scores, Classes)).Clean);
}
