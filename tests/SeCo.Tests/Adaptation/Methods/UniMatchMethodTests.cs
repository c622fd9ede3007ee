using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Imaging;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

/// <remarks>
/// The reference values were computed in double precision by PyTorch 1.13 from UniMatch's formulas: probabilities by softmax, hard pixels by sorting them, all forward passes before one backward pass.
/// Tolerance: 1e-5 of a loss, and of the length of a gradient.
/// </remarks>
public sealed class UniMatchMethodTests : MethodTest
{
    private static readonly Box[] None = [default, default];

    private static readonly string[] Tags = ["train/loss_all", "train/loss_x", "train/loss_s", "train/loss_w_fp", "train/mask_ratio"];

    [Fact]
    public void A_step_with_partners_of_the_same_image_is_that_of_the_reference()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        UniMatchOptions options = new() { ConfidenceThreshold = 0.45, HardThreshold = 0.1, HardMinimum = 150, Partner = CutMixPartner.SameImage };
        StepLosses losses = new UniMatchMethod(student, options, 11).Backward(Batch([new(2, 3, 10, 12), default], [default, new(5, 1, 16, 9)]), 7, 0, 1);
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
        StepLosses losses = new UniMatchMethod(student, options, 11).Backward(Batch([new(2, 3, 10, 12), new(6, 0, 16, 7)], [default, new(1, 2, 5, 16)]), 7, 1, 0.5);
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
        TrainingBatch batch = Batch(None, None);
        Array.Fill(batch.Labelled.Labels, (byte)255);
        Array.Fill(batch.Weak!.Labels, CropBatch.Padding);
        StepLosses losses = new UniMatchMethod(student, new UniMatchOptions(), 1).Backward(batch, 0, 0, 1);
        Assert.All(losses.Values, v => Assert.Equal(0, v.Value));
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
        StepLosses losses = new UniMatchMethod(student, options, 1).Backward(Batch(None, None), 0, 0, 1);
        Assert.Equal(["train/loss_all", "train/loss_x", "train/mask_ratio"], losses.Values.Select(v => v.Key));
        Assert.Equal(Value(losses, "train/loss_x"), Value(losses, "train/loss_all"));
    }

    [Fact]
    public void A_batch_that_lacks_a_view_is_refused_by_its_name()
    {
        using TinyNetwork network = new();
        UniMatchMethod method = new(new Student(network, Targets, 3), new UniMatchOptions { Partner = CutMixPartner.SameImage }, 1);
        TrainingBatch batch = new() { Labelled = Labelled(0.3), Weak = Crops(1) };
        Assert.Contains("Partner", Assert.Throws<ArgumentException>(() => method.Backward(batch, 0, 0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_are_pasted_from_the_next_map_of_the_batch_as_it_was()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor own = Tensor.From([1, 1, 1, 2, 2, 2, 3, 3, 3], 3, 1, 3);
        Tensor mixed = new CutMix([new(0, 0, 1, 1), new(1, 0, 3, 1), new(2, 0, 3, 1)], 1).Apply(own, own);
        Assert.Equal([2, 1, 1, 2, 3, 3, 3, 3, 1], mixed.ToArray<int>());
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], own.ToArray<int>());
        Assert.Throws<ArgumentException>(() => new CutMix([default], 1).Apply(own, own));
    }

    [Fact]
    public void Self_training_learns_from_labels_alone()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        SelfTrainingMethod method = new(student, new UniMatchOptions { HardThreshold = 0.1, HardMinimum = 150 }, new SelfTrainingOptions(), 1);
        StepLosses losses = method.Backward(new TrainingBatch { Labelled = Labelled(0.3) }, 0, 0, 1);
        Assert.InRange(Value(losses, "train/loss_all"), 0.1, 10);
        Assert.Contains(Gradients(student)["conv.weight"], g => g != 0);
        network.ClearGrad();
        CropBatch bare = Crops(0.3);
        Array.Fill(bare.Labels, (byte)255);
        Assert.Equal(0, Value(method.Backward(new TrainingBatch { Labelled = bare }, 1, 0, 1), "train/loss_all"));
        Assert.All(Gradients(student).Values.SelectMany(g => g), g => Assert.Equal(0, g));
    }

    private static TrainingBatch Batch(Box[] boxes1, Box[] boxes2) => new()
    {
        Labelled = Labelled(0.3),
        Weak = Padded(Crops(1.1), 0, 13, 16),
        Strong1 = Crops(1.9),
        Strong2 = Crops(2.7),
        Partner = Padded(Crops(3.1), 1, 16, 14),
        PartnerStrong1 = Crops(3.3),
        PartnerStrong2 = Crops(3.9),
        Boxes1 = boxes1,
        Boxes2 = boxes2,
    };

    private static TrainingBatch Single(Box[] boxes) => new()
    {
        Labelled = Labelled(0.3),
        Weak = Crops(1.1, 1),
        Strong1 = Crops(1.9, 1),
        Strong2 = Crops(2.7, 1),
        Boxes1 = boxes,
        Boxes2 = boxes,
    };

    private static float[] GradientsAfter(UniMatchOptions options, Action<UniMatchMethod, TrainingBatch> train, ulong seed = 1)
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        train(new UniMatchMethod(student, options, seed), Batch([new(2, 3, 10, 12), default], None));
        return [.. Gradients(student).Values.SelectMany(g => g)];
    }
}
