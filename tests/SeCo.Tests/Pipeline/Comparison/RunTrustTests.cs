using SeCo.Pipeline.Comparison;
using SeCo.RunFiles;
using Xunit;

namespace SeCo.Tests.Pipeline.Comparison;

public sealed class RunTrustTests
{
    private static readonly LabelFreeRecord Dense = new(0.2, 5, 0.8, 0.9, 0.1), Sparse = new(0.1, 4, 0.7, 0.95, 0.1);

    [Fact]
    public void Truth_decides_where_all_runs_have_it_and_the_other_answer_is_said()
    {
        (string? run, string reason) = RunTrust.Of([Run("a", Dense, model: 0.5), Run("b", Sparse, model: 0.6)]);

        Assert.Equal("b", run);
        Assert.Contains("60.0 %", reason, StringComparison.Ordinal);
        Assert.Contains("have been a: it is no. 1 of 2 in consistency", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_truth_models_are_told_by_their_answers_and_labels_are_not()
    {
        Assert.Equal("a", RunTrust.Of([Run("a", Dense), Run("b", Sparse)]).Run);
        Assert.Null(RunTrust.Of([Run("a", new LabelFreeRecord(0.2)), Run("b", new LabelFreeRecord(0.1))]).Run);
    }

    [Fact]
    public void What_is_even_or_unknown_is_no_choice()
    {
        Assert.Null(RunTrust.Of([Run("a", Dense), Run("b", Dense with { Density = 4 })]).Run);
        Assert.Null(RunTrust.Of([Run("a", new LabelFreeRecord()), Run("b", Sparse)]).Run);
    }

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() => Assert.Equal([1, 2.5, 4, 2.5], RunTrust.Ranks([9, 5, 1, 5]));

    private static ComparedRunRecord Run(string name, LabelFreeRecord free, double? model = null) => new(name, name, 3, free, 0.7, null, model);
}
