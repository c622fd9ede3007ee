using SeCo.Pipeline.Comparison;
using SeCo.RunFiles;
using Xunit;

namespace SeCo.Tests.Pipeline.Comparison;

public sealed class RunTrustTests
{
    private const int Images = 3;

    private static readonly LabelFreeRecord Dense = new(0.2, 5, 0.8, 0.9, 0.1), Sparse = new(0.1, 4, 0.7, 0.95, 0.1);

    [Fact]
    public void Truth_decides_where_all_runs_have_it_and_the_other_answer_is_said()
    {
        (string? run, string reason) = Trust([Run("a", Dense, model: 0.5), Run("b", Sparse, model: 0.6)]);

        Assert.Equal("b", run);
        Assert.Contains("60.0 %", reason, StringComparison.Ordinal);
        Assert.Contains("Without truth it would have been a, by consistency", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_of_other_images_decides_nothing_and_that_is_said()
    {
        ComparedRunRecord[] runs = [Run("a", Dense, model: 0.5, labels: 0.5), Run("b", Sparse, model: 0.6, labels: 0.4)];

        (string? run, string reason) = RunTrust.Of([runs[0], runs[1] with { Images = 2 }], 2, sameMeasured: false);

        Assert.Equal("a", run);
        Assert.Contains("consistency under views is the largest", reason, StringComparison.Ordinal);
        Assert.Contains("model's mIoU with the truth decides nothing", reason, StringComparison.Ordinal);
        Assert.Contains("labels' mIoU with the truth decides nothing", reason, StringComparison.Ordinal);
        Assert.StartsWith("Its labels' mIoU", RunTrust.Of(runs, Images, sameMeasured: false).Reason, StringComparison.Ordinal);
        Assert.Null(RunTrust.Of(runs, 0, sameMeasured: false).Run);
        Assert.Equal("b", RunTrust.Of(runs, 0, sameMeasured: true).Run);
    }

    [Fact]
    public void Without_truth_models_are_told_by_their_answers_and_labels_are_not()
    {
        Assert.Equal("a", Trust([Run("a", Dense), Run("b", Sparse)]).Run);
        Assert.Null(Trust([Run("a", new LabelFreeRecord(0.2)), Run("b", new LabelFreeRecord(0.1))]).Run);
    }

    [Fact]
    public void What_is_even_or_unknown_is_no_choice()
    {
        Assert.Null(Trust([Run("a", Dense), Run("b", Dense with { Density = 4 }), Run("c", Sparse)]).Run);
        Assert.Null(Trust([Run("a", new LabelFreeRecord()), Run("b", Sparse)]).Run);
        (string? run, string reason) = Trust([Run("a", Dense, model: 0.6), Run("b", Sparse, model: 0.6)]);
        Assert.Null(run);
        Assert.Contains("several runs alike (60.0 %)", reason, StringComparison.Ordinal);
    }

    private static (string? Run, string Reason) Trust(ComparedRunRecord[] runs) => RunTrust.Of(runs, Images, sameMeasured: true);

    private static ComparedRunRecord Run(string name, LabelFreeRecord free, double? model = null, double? labels = null) =>
        new(name, name, Images, free, 0.7, labels, model);
}
