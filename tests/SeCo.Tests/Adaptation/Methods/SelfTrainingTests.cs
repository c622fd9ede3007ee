using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Imaging;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

public sealed class SelfTrainingTests : MethodTest
{
    private static readonly UniMatchOptions Plain = new() { HardThreshold = 0 };

    [Fact]
    public void Gaps_learn_what_the_running_mean_says_of_them_but_padding_does_not()
    {
        using TensorScope scope = TensorScope.Open();
        CropBatch weak = Padded(Crops(1), 0, fromRow: 8, fromColumn: 16);
        CropBatch open = Crops(1), known = Crops(1);
        Array.Fill(open.Labels, LabelMap.Ignore);
        using (TinyNetwork answering = new())
        {
            // What the mean says at first is what the student's twin says in evaluation.
            answering.Eval();
            long[] says = new Student(answering, Targets, 3).Forward(weak.Images(Device.Cpu)).Argmax(1).ToArray<long>();
            for (int i = 0; i < says.Length; i++)
            {
                known.Labels[i] = weak.Labels[i] == CropBatch.Padding ? LabelMap.Ignore : (byte)says[i];
            }
        }

        double filled = Loss(new SelfTrainingBatch(open, weak), new SelfTrainingOptions { FillGaps = true, ConfidenceThreshold = 0, FillFromStep = 0 });
        double labelled = Loss(new SelfTrainingBatch(known), new SelfTrainingOptions());
        Assert.Equal(labelled, filled, 1e-6);
        Assert.Equal(0, Loss(new SelfTrainingBatch(open, weak), new SelfTrainingOptions { FillGaps = true, FillFromStep = 1 }));
        Assert.Equal(0, Loss(new SelfTrainingBatch(open, weak), new SelfTrainingOptions { FillGaps = true, ConfidenceThreshold = 1, FillFromStep = 0 }));
    }

    [Fact]
    public void Self_training_learns_from_labels_alone()
    {
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        SelfTrainingStep method = new(student, new UniMatchOptions { HardThreshold = 0.1, HardMinimum = 150 }, new SelfTrainingOptions(), 1);
        StepLosses losses = method.Backward(new SelfTrainingBatch(Labelled(0.3)), 0, 0, 1);
        Assert.InRange(losses.Total, 0.1, 10);
        Assert.Contains(Gradients(student)["conv.weight"], g => g != 0);
        Assert.All(network.NamedParameters().Values, p => p.ClearGrad());
        CropBatch bare = Crops(0.3);
        Array.Fill(bare.Labels, (byte)255);
        Assert.Equal(0, method.Backward(new SelfTrainingBatch(bare), 1, 0, 1).Total);
        Assert.All(Gradients(student).Values.SelectMany(g => g), g => Assert.Equal(0, g));
    }

    private static double Loss(SelfTrainingBatch batch, SelfTrainingOptions options)
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Student student = new(network, Targets, 3);
        Teacher average = new(student, second, 0.9, followsNorms: true);
        return new SelfTrainingStep(student, Plain, options, 1, mean: average).Backward(batch, 0, 0, 1).Total;
    }
}
