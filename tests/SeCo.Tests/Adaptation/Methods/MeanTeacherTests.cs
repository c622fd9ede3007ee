using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Adaptation.Methods;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

/// <remarks>
/// The reference values were computed in double precision by PyTorch 1.13 from DAFormer's formulas. Tolerance: 1e-5 of a loss, and of the length of a
/// gradient.
/// </remarks>
public sealed class MeanTeacherTests : MethodTest
{
    private static readonly MeanTeacherOptions Options = new() { ConfidenceThreshold = 0.4, TargetWeight = 0.8 };

    [Fact]
    public void A_step_whose_gaps_the_teacher_fills_is_that_of_the_reference() => Compare(
        Options,
        [2.0184013, 1.1609929, 1.0717606, 0.81875],
        ("conv.weight", 0.23141105, 0.9611301),
        ("norm.weight", 0.23663114, 0.093055706),
        ("norm.bias", 0.26623738, 0.10130151),
        ("classifier.weight", 0.16549882, 0.29304627),
        ("classifier.bias", 0.16160369, 0.042324479));

    [Fact]
    public void A_step_with_known_labels_alone_is_that_of_the_reference() => Compare(
        Options with { TeacherFillsGaps = false, CountsIgnored = false },
        [2.1176102, 1.1609929, 1.1957717, 0.81875],
        ("conv.weight", 0.17749932, 0.42980116),
        ("norm.weight", 0.2396321, 0.095571264),
        ("norm.bias", 0.24709115, 0.099707766),
        ("classifier.weight", 0.16517213, 0.28820877),
        ("classifier.bias", 0.1430744, 0.036032708));

    [Fact]
    public void The_teacher_is_asked_where_nothing_is_known_but_not_of_pasted_pixels_and_padding()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor labels = Tensor.From<long>([0, 255, 255, 254, 2, 254], 1, 1, 6);
        Tensor padding = labels.EqualTo(CropBatch.Padding);
        Tensor pasted = Tensor.From([false, false, true, false, true, true], 1, 1, 6);
        Tensor teacher = Tensor.From<long>([1, 1, 1, 1, 1, 1], 1, 1, 6);
        Tensor trust = Tensor.Scalar(0.25, DType.Float32);
        MixedTargets filled = MixedTargets.Filled(labels, padding, pasted, teacher, trust);
        Assert.Equal([0, 1, 255, 255, 2, 255], filled.Classes.ToArray<long>());
        Assert.Equal([1, 0.25f, 1, 1, 1, 1], filled.Weights!.ToArray<float>());
        Assert.Equal([0, 1, 1, 255, 2, 255], MixedTargets.Filled(labels, padding, null, teacher, trust).Classes.ToArray<long>());
        MixedTargets known = MixedTargets.Known(labels, padding);
        Assert.Equal([0, 255, 255, 255, 2, 255], known.Classes.ToArray<long>());
        Assert.Null(known.Weights);
    }

    [Fact]
    public void A_mixed_loss_is_divided_by_all_pixels_of_the_image_or_by_those_that_teach()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor logits = Tensor.Zeros([1, 2, 1, 4]);
        Tensor padding = Tensor.From([false, false, false, true], 1, 1, 4);
        MixedTargets targets = new(Tensor.From<long>([0, 1, 255, 255], 1, 1, 4), Tensor.From([1, 0.5f, 1, 1], 1, 1, 4));
        Assert.Equal(1.5 * Math.Log(2) / 3, MixedLoss.Of(logits, targets, padding, countsIgnored: true).Item(), 1e-6);
        Assert.Equal(1.5 * Math.Log(2) / 2, MixedLoss.Of(logits, targets, padding, countsIgnored: false).Item(), 1e-6);
        Assert.Equal(2 * Math.Log(2) / 2, MixedLoss.Of(logits, targets with { Weights = null }, padding, countsIgnored: false).Item(), 1e-6);
    }

    [Fact]
    public void A_batch_without_a_label_and_a_teacher_who_is_not_asked_moves_nothing()
    {
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Student student = new(network, Targets, 3);
        MeanTeacherBatch batch = Batch();
        Array.Fill(batch.Labelled.Labels, (byte)255);
        Array.Fill(batch.Mixed.Labels, (byte)255);
        Array.Fill(batch.Target.Labels, CropBatch.Padding);
        foreach (bool countsIgnored in new[] { false, true })
        {
            MeanTeacherOptions options = Options with { TeacherFillsGaps = false, CountsIgnored = countsIgnored };
            StepLosses losses = new MeanTeacherStep(student, new Teacher(student, second, 0.9), options, 1).Backward(batch, 0, 0, 1);
            Assert.All(losses.Tags(), v => Assert.Equal(0, v.Value));
            Assert.All(Gradients(student).Values.SelectMany(g => g), g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void The_teacher_moves_after_the_step_and_never_gets_gradients()
    {
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Student student = new(network, Targets, 3);
        Teacher teacher = new(student, second, 0.9);
        new MeanTeacherStep(student, teacher, Options, 1).Backward(Batch(), 0, 0, 1);
        Assert.All(Gradients(teacher.Answers).Values, Assert.Empty);
        using (GradMode.Disable())
        {
            network.NamedParameters()["norm.bias"].FillInPlace(1);
        }

        teacher.Follow(0);
        Assert.All(second.NamedParameters()["norm.bias"].ToArray<float>(), b => Assert.Equal(0.5, b, 1e-6));
    }

    private static MeanTeacherBatch Batch()
    {
        CropBatch mixed = Crops(1.9);
        for (int i = 0; i < mixed.Labels.Length; i++)
        {
            mixed.Labels[i] = (byte)(i % 3 == 0 ? 255 : i * 5 / 7 % 3);
        }

        byte[] pasted = [.. Enumerable.Range(0, 512).Select(i => (byte)(i >= 256 && i % 16 < 5 ? 1 : 0))];
        return new MeanTeacherBatch(Labelled(0.3), Padded(Crops(1.1), 1, 16, 14), Padded(mixed, 0, 13, 16), pasted);
    }

    private static void Compare(MeanTeacherOptions options, double[] losses, params (string Name, double Length, double Product)[] gradients)
    {
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Student student = new(network, Targets, 3);
        Teacher teacher = new(student, second, 0.9);
        using (GradMode.Disable())
        {
            using Tensor bias = Tensor.From([0.25f, -0.5f, -1, 0.75f, 0]);
            second.NamedParameters()["classifier.bias"].CopyInPlace(bias);
        }

        StepLosses found = new MeanTeacherStep(student, teacher, options, 11).Backward(Batch(), 7, 0, 0.5);
        AssertReference(found, student, ["train/loss_all", "train/loss_x", "train/loss_u", "train/mask_ratio"], losses, gradients);
    }
}
