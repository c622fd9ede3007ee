using SeCo.Adaptation.Losses;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Losses;

/// <summary>Losses of one row of pixels with two classes, of which class 0 has the given probability.</summary>
public sealed class LabelledLossTests : MethodTest
{
    [Fact]
    public void Cross_entropy_is_the_mean_over_labelled_pixels()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor loss = LabelledLoss.CrossEntropy(Logits(0.5, 0.9, 0.2), Labels(0, 255, 1));
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.8)) / 2, loss.Item(), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void A_batch_without_labels_costs_nothing_and_moves_nothing(double threshold)
    {
        foreach (int minimum in new[] { 0, 2, 1000 })
        {
            using TensorScope scope = TensorScope.Open();
            Tensor logits = Logits(0.5, 0.9, 0.2);
            Tensor loss = LabelledLoss.OfHardPixels(logits, Labels(255, 255, 255), threshold, minimum);
            loss.Backward();
            Assert.Equal(0, loss.Item());
            Assert.All(logits.Grad!.ToArray<float>(), g => Assert.Equal(0, g));
        }
    }

    [Theory]
    [InlineData(0.7, 1, new[] { 1, 3 })] // under the threshold
    [InlineData(0.7, 3, new[] { 1, 2, 3 })] // the threshold leaves two: the third hardest comes too
    [InlineData(0.7, 4, new[] { 0, 1, 2, 3 })] // as many as there are
    [InlineData(0.7, 5, new[] { 0, 1, 2, 3 })] // fewer than the minimum: all
    [InlineData(0.1, 0, new int[0])] // nothing is hard
    [InlineData(0.0, 1, new[] { 0, 1, 2, 3 })] // plain
    public void Hard_pixels_are_those_under_the_threshold_or_as_many_as_asked(double threshold, int minimum, int[] kept)
    {
        double[] probabilities = [0.95, 0.6, 0.8, 0.3];
        using TensorScope scope = TensorScope.Open();
        Tensor logits = Logits([.. probabilities, 0.01]);
        Tensor loss = LabelledLoss.OfHardPixels(logits, Labels(0, 0, 0, 0, 255), threshold, minimum);
        Assert.Equal(kept.Select(i => -Math.Log(probabilities[i])).DefaultIfEmpty(0).Average(), loss.Item(), 1e-6);
        loss.Backward();
        float[] gradients = logits.Grad!.ToArray<float>();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(kept.Contains(i) ? (probabilities[i] - 1) / kept.Length : 0, gradients[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void Class_weights_scale_pixels_and_do_not_choose_them(double threshold)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor weights = Tensor.From([0.5f, 3], 2);
        Tensor loss = LabelledLoss.OfHardPixels(Logits(0.6, 0.4, 0.99, 0.1), Labels(0, 1, 0, 255), threshold, 1, weights);
        double[] terms = [0.5 * -Math.Log(0.6), 3 * -Math.Log(0.6), threshold == 0 ? 0.5 * -Math.Log(0.99) : double.NaN];
        Assert.Equal(terms.Where(t => !double.IsNaN(t)).Average(), loss.Item(), 1e-6);
    }

    [Fact]
    public void Pixels_as_hard_as_the_last_one_are_kept_too()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor loss = LabelledLoss.OfHardPixels(Logits(0.9, 0.8, 0.9, 0.99), Labels(0, 0, 0, 0), 0.7, 2);
        Assert.Equal(-(Math.Log(0.8) + (2 * Math.Log(0.9))) / 3, loss.Item(), 1e-6);
    }

    [Fact]
    public void Hard_pixels_of_many_are_those_that_sorting_finds()
    {
        RandomSource random = new(4);
        double[] probabilities = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble(0.01, 0.999))];
        long[] labels = [.. probabilities.Select(_ => random.NextBool(0.3) ? 255L : 0L)];
        using TensorScope scope = TensorScope.Open();
        Tensor loss = LabelledLoss.OfHardPixels(Logits(probabilities), Tensor.From(labels, 1, 1, labels.Length), 0.2, 1500);
        double expected = probabilities.Where((_, i) => labels[i] == 0).Order().Take(1500).Average(p => -Math.Log(p));
        Assert.Equal(expected, loss.Item(), 1e-5);
    }

    [Fact]
    public void Sure_pixels_teach_and_padding_does_not_even_count()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor logits = Logits(0.5, 0.9, 0.2, 0.4);
        PseudoLabels labels = new(Labels(0, 1, 1, 0), Tensor.From([0.95f, 0.6f, 0.99f, 0.99f], 1, 1, 4));
        Tensor padding = Tensor.From([false, false, false, true], 1, 1, 4);
        Tensor loss = ConsistencyLoss.Of(logits, labels, padding, 0.9);
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.8)) / 3, loss.Item(), 1e-6);
        Assert.Equal(2.0 / 3, ConsistencyLoss.TeachingShare(labels, padding, 0.9).Item(), 1e-6);
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.1) + Math.Log(0.8)) / 3,
            ConsistencyLoss.Of(logits, labels with { Confidences = null }, padding, 0).Item(), 1e-6);
        loss.Backward();
        Assert.Equal([-0.5f / 3, 0, 0.2f / 3, 0], logits.Grad!.ToArray<float>()[..4], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Crops_of_nothing_but_padding_cost_nothing()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor logits = Logits(0.5, 0.9);
        PseudoLabels labels = new(Labels(0, 1), null);
        Tensor padding = Tensor.From([true, true], 1, 1, 2);
        Tensor loss = ConsistencyLoss.Of(logits, labels, padding, 0);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.Equal(0, ConsistencyLoss.TeachingShare(labels, padding, 0).Item());
        Assert.All(logits.Grad!.ToArray<float>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Labels_of_an_answer_are_the_likeliest_classes_with_their_probabilities()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor logits = Logits(0.75, 0.125);
        PseudoLabels labels = PseudoLabels.Of(logits, withConfidences: true);
        Assert.Equal([0, 1], labels.Classes.ToArray<long>());
        Assert.Equal([0.75f, 0.875f], labels.Confidences!.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.False(labels.Confidences.RequiresGrad);
        Assert.Equal([0, 1], PseudoLabels.Of(logits, withConfidences: false).Classes.ToArray<long>());
    }

    private static Tensor Logits(params double[] probabilities)
    {
        Tensor logits = Tensor.From<float>([.. probabilities.Select(p => (float)Math.Log(p)), .. probabilities.Select(p => (float)Math.Log(1 - p))], 1, 2, 1,
            probabilities.Length);
        logits.RequiresGrad = true;
        return logits;
    }

    private static Tensor Labels(params long[] labels) => Tensor.From(labels, 1, 1, labels.Length);

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void Pixels_count_as_much_as_they_are_trusted(double threshold)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor loss = LabelledLoss.OfHardPixels(Logits(0.5, 0.6, 0.2), Labels(0, 0, 255), threshold, 1, trust: Tensor.From([1f, 0.25f, 1], 1, 1, 3));
        Assert.Equal(-(Math.Log(0.5) + (0.25 * Math.Log(0.6))) / 2, loss.Item(), 1e-6);
    }
}
