using SeCo.Adaptation;
using SeCo.Tests.Adaptation.Training;
using Xunit;

namespace SeCo.Tests.Adaptation.Results;

public sealed class EpochResultTests
{
    private static readonly EpochResult Result = new(2, 8, 0.5, PseudoLabelMiou: 0.25, Information: double.NaN, ValidationMiou: 0.75)
    {
        ValidationIou = [0.1, double.NaN, 0, 1, 0.25],
    };

    [Fact]
    public void Each_criterion_has_its_score_and_the_last_epoch_none()
    {
        Assert.Equal(0.25, Result.Score(SelectionCriterion.PseudoLabels));
        Assert.Equal(double.NaN, Result.Score(SelectionCriterion.Information));
        Assert.Equal(0.75, Result.Score(SelectionCriterion.ValidationTruth));
        Assert.Null(Result.Score(SelectionCriterion.Last));
    }

    [Fact]
    public void A_record_names_classes_and_comes_back()
    {
        SeCo.RunFiles.EpochRecord record = Result.ToRecord(TinyTraining.Classes);
        Assert.Equal(["red", "green", "blue", "yellow", "cyan"], record.ValidationIou.Keys);
        EpochResult back = EpochResult.Of(record, TinyTraining.Classes);
        Assert.Equal(Result.ValidationIou, back.ValidationIou);
        Assert.Equal((2, 8L, 0.5, 0.25), (back.Epoch, back.Step, back.Loss, back.PseudoLabelMiou));
        Assert.Empty(EpochResult.Of((Result with { ValidationIou = [] }).ToRecord(TinyTraining.Classes), TinyTraining.Classes).ValidationIou);
    }
}
