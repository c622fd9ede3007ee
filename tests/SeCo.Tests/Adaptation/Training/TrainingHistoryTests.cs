using SeCo.RunFiles;
using System.Text.Json;
using SeCo.Adaptation;
using SeCo.Adaptation.Training;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Adaptation.Training;

public sealed class TrainingHistoryTests
{
    [Fact]
    public void The_best_is_the_first_of_equals_and_what_has_no_score_never_is()
    {
        TrainingHistory history = new() { Epochs = [Epoch(1, double.NaN), Epoch(2, 0.5), Epoch(3, 0.5), Epoch(4, 0.25), Epoch(5, null)] };
        Assert.Equal(2, history.Best(SelectionCriterion.PseudoLabels)!.Epoch);
        Assert.Equal(5, history.Best(SelectionCriterion.Last)!.Epoch);
        Assert.Equal(5, history.Best(SelectionCriterion.Information)!.Epoch);
        Assert.Null(new TrainingHistory().Best(SelectionCriterion.Last));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Patience_is_counted_in_epochs_since_the_best(int patience, bool expected)
    {
        TrainingHistory history = new() { Epochs = [Epoch(1, 0.1), Epoch(2, 0.5), Epoch(5, 0.25)] };
        Assert.Equal(expected, history.IsExhausted(new SelectionOptions { Criterion = SelectionCriterion.PseudoLabels, Patience = patience }));
    }

    [Fact]
    public void Notes_come_back_to_the_last_bit()
    {
        TrainingHistory history = new()
        {
            Epochs = [Epoch(1, 1.0 / 3) with { Information = double.NaN, ValidationMiou = 0.1, ValidationIou = [0.1, double.NaN, 0, 1, 0.25] },
                Epoch(2, null)],
            LossSum = 0.1 + 0.2,
            LossSteps = 7,
            Images = 12,
            TrainingSeconds = 1.5,
            WaitedSeconds = 0.25,
            EvaluationSeconds = 3,
            Curve = new LossCurve(10),
        };
        history.Curve.Add(1, 1.0 / 7);
        string text = history.Compose(TinyTraining.Classes);
        TrainingHistory read = TrainingHistory.Parse(text, TinyTraining.Classes, 10);
        Assert.Equal(text, read.Compose(TinyTraining.Classes));
        Assert.Equal(history.LossSum, read.LossSum);
        Assert.Equal(1.0 / 3, read.Epochs[0].PseudoLabelMiou);
        Assert.Equal([0.1, double.NaN, 0, 1, 0.25], read.Epochs[0].ValidationIou);
        Assert.Empty(read.Epochs[1].ValidationIou);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"loss_sum\": \"x\"}")]
    public void Something_else_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => TrainingHistory.Parse(text, TinyTraining.Classes, 10));

    private static EpochResult Epoch(int epoch, double? score) => new(epoch, 10 * epoch, 1, PseudoLabelMiou: score);
}
