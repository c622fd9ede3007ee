using SeCo.Correction.Classifier;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class TemperatureTests
{
    [Fact]
    public void Answers_that_are_too_sure_are_made_as_sure_as_they_are_right()
    {
        // Ten answers of 0.999 for class 0, of which seven are right.
        float[] answers = [.. Enumerable.Repeat(new[] { MathF.Log(0.999f), MathF.Log(0.001f) }, 10).SelectMany(a => a)];
        byte[] labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1];

        Temperature.Apply(Temperature.Fit(answers, labels, 2), answers, 2);

        Assert.Equal(0.7, Math.Exp(answers[0]), 1e-3);
        Assert.Equal(0.3, Math.Exp(answers[1]), 1e-3);
    }

    [Fact]
    public void Probabilities_still_sum_to_one_and_keep_their_order()
    {
        float[] answers = [MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.2f)];
        Temperature.Apply(3, answers, 3);

        Assert.Equal(1, answers.Sum(a => Math.Exp(a)), 1e-6);
        Assert.True(answers[0] > answers[1] && answers[1] > answers[2]);
    }

    [Fact]
    public void Nothing_to_fit_changes_nothing() => Assert.Equal(1, Temperature.Fit([], [], 3));
}
