using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Imaging;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

/// <remarks>
/// The reference values were computed in double precision by PyTorch 1.13 from UniMatch's formulas: probabilities by softmax, hard pixels by sorting them, all
/// forward passes before one backward pass. Tolerance: 1e-5 of a loss, and of the length of a gradient.
/// </remarks>
public sealed class UniMatchTests : MethodTest
{
    private static readonly Box[] None = [default, default];

    private static readonly string[] Tags = ["train/loss_all", "train/loss_x", "train/loss_s", "train/loss_w_fp", "train/mask_ratio"];

    [Fact]
    public void A_step_with_partners_of_the_same_image_is_that_of_the_reference()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        UniMatchOptions options = new() { ConfidenceThreshold = 0.45, HardThreshold = 0.1, HardMinimum = 150, Partner = CutMixPartner.SameImage };
        UniMatchBatch batch =
            Batch([new(2, 3, 10, 12), default], [default, new(5, 1, 16, 9)]) with { Partners = Views(Padded(Crops(3.1), 1, 16, 14), Crops(3.3), Crops(3.9)) };
        StepLosses losses = new UniMatchStep(student, options, 11).Backward(batch, 7, 0, 1);
        AssertReference(
            losses,
            student,
            Tags,
            [0.99104693, 1.5955371, 0.43061004, 0.34250343, 0.46767241],
            ("conv.weight", 0.42083147, 0.84508662),
            ("norm.weight", 0.4139114, 0.18702197),
            ("norm.bias", 0.43486669, 0.16910675),
            ("classifier.weight", 0.27437161, 0.33691992),
            ("classifier.bias", 0.18126337, 0.041550918));
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void A_step_with_partners_of_the_batch_is_that_of_the_reference()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        UniMatchOptions options = new() { HardThreshold = 0.3, HardMinimum = 1000 };
        StepLosses losses = new UniMatchStep(student, options, 11).Backward(Batch([new(2, 3, 10, 12), new(6, 0, 16, 7)], [default, new(1, 2, 5, 16)]), 7,
            1, 0.5);
        AssertReference(
            losses,
            student,
            Tags,
            [1.0230305, 1.1608851, 0.87869921, 0.89165273, 1],
            ("conv.weight", 0.10226033, 0.17508878),
            ("norm.weight", 0.06913004, 0.034890422),
            ("norm.bias", 0.11472411, 0.026622705),
            ("classifier.weight", 0.06708712, -0.089538144),
            ("classifier.bias", 0.093914974, -0.020402438));
    }

    [Fact]
    public void Gradients_add_up_and_scale_with_the_share()
    {
        float[] whole = GradientsAfter(new UniMatchOptions(), (method, batch) => method.Backward(batch, 3, 0, 1));
        float[] halves = GradientsAfter(new UniMatchOptions(), (method, batch) =>
        {
            method.Backward(batch, 3, 0, 0.25);
            method.Backward(batch, 3, 0, 0.75);
        });
        Assert.Equal(whole, halves, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void What_is_dropped_follows_from_seed_step_and_part()
    {
        float[] first = GradientsAfter(new UniMatchOptions(), (method, batch) => method.Backward(batch, 3, 0, 1));
        Assert.Equal(first, GradientsAfter(new UniMatchOptions(), (method, batch) => method.Backward(batch, 3, 0, 1)));
        Assert.NotEqual(first, GradientsAfter(new UniMatchOptions(), (method, batch) => method.Backward(batch, 4, 0, 1)));
        Assert.NotEqual(first, GradientsAfter(new UniMatchOptions(), (method, batch) => method.Backward(batch, 3, 1, 1)));
        Assert.NotEqual(first, GradientsAfter(new UniMatchOptions(), (method, batch) => method.Backward(batch, 3, 0, 1), seed: 2));
    }

    [Fact]
    public void Crops_without_a_label_and_of_nothing_but_padding_move_nothing()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        UniMatchBatch batch = Batch(None, None);
        Array.Fill(batch.Labelled.Labels, (byte)255);
        Array.Fill(batch.Own.Weak.Labels, CropBatch.Padding);
        StepLosses losses = new UniMatchStep(student, new UniMatchOptions(), 1).Backward(batch, 0, 0, 1);
        Assert.All(losses.Tags(), v => Assert.Equal(0, v.Value));
        Assert.All(Gradients(student).Values.SelectMany(g => g), g => Assert.Equal(0, g));
    }

    [Fact]
    public void A_single_crop_is_no_partner_of_itself()
    {
        Box[] box = [new(2, 3, 10, 12)];
        float[] expected = GradientsAfter(new UniMatchOptions(), (method, _) => method.Backward(Single([default]), 3, 0, 1));
        Assert.Equal(expected, GradientsAfter(new UniMatchOptions(), (method, _) => method.Backward(Single(box), 3, 0, 1)));
    }

    [Fact]
    public void Parts_without_weight_are_not_computed()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        UniMatchOptions options = new() { LabelledWeight = 1, StrongWeight = 0, FeatureWeight = 0, HardThreshold = 0 };
        StepLosses losses = new UniMatchStep(student, options, 1).Backward(Batch(None, None), 0, 0, 1);
        Assert.Equal(["train/loss_all", "train/loss_x", "train/mask_ratio"], losses.Tags().Select(v => v.Key));
        Assert.Equal(losses.Labelled, losses.Total);
    }

    private static UniMatchBatch Batch(Box[] boxes1, Box[] boxes2) =>
        new(Labelled(0.3), Views(Padded(Crops(1.1), 0, 13, 16), Crops(1.9), Crops(2.7)), Partners: null, [boxes1, boxes2]);

    private static UniMatchBatch Single(Box[] boxes) => new(Labelled(0.3), Views(Crops(1.1, 1), Crops(1.9, 1), Crops(2.7, 1)), Partners: null, [boxes, boxes]);

    private static UniMatchViews Views(CropBatch weak, CropBatch strong1, CropBatch strong2) => new(weak, [strong1, strong2]);

    private static float[] GradientsAfter(UniMatchOptions options, Action<UniMatchStep, UniMatchBatch> train, ulong seed = 1)
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        train(new UniMatchStep(student, options, seed), Batch([new(2, 3, 10, 12), default], None));
        return [.. Gradients(student).Values.SelectMany(g => g)];
    }
}
