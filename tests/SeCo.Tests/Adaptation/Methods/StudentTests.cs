using SeCo.Adaptation.Methods;
using SeCo.Labels;
using SeCo.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

public sealed class StudentTests : MethodTest
{
    [Fact]
    public void Probabilities_of_a_student_are_those_of_prediction()
    {
        ClassMapping mapping = ClassMapping.Between(ClassSet.Named("cityscapes19"), ClassSet.Named("camvid11"), 20);
        using TensorScope scope = TensorScope.Open();
        using SeCo.Models.EspNet.EspNet network = new(random: new RandomSource(3));
        Student student = new(network, mapping.Targets, mapping.To.Count);
        student.Eval();
        Tensor images = Tensor.Gaussian(new RandomSource(1), [2, 3, 16, 24]);
        using GradMode mode = GradMode.Disable();
        // Random weights are surer than probabilities can say.
        network.NamedParameters()["classifier.weight"].MultiplyInPlace(5 / network.Forward(images).Abs().Max().Item());
        float[] expected = ClassMapping.Normalize(mapping.Apply(network.Forward(images).Softmax(1))).ToArray<float>();
        float[] found = student.Forward(images).Softmax(1).ToArray<float>();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-6);
        }
    }

    [Fact]
    public void One_output_for_each_class_passes_through_unchanged_and_great_outputs_do_not_overflow()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        network.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Crops(1).Images(Device.Cpu);
        Assert.Equal(network.Forward(images).ToArray<float>(), new Student(network, [0, 1, 2, 3, 4], 5).Forward(images).ToArray<float>());
        network.NamedParameters()["classifier.bias"].FillInPlace(300);
        Assert.All(new Student(network, Targets, 3).Forward(images).ToArray<float>(), z => Assert.True(float.IsFinite(z)));
    }

    [Fact]
    public void Gradients_of_a_class_go_to_its_outputs_by_their_shares()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        student.Forward(Crops(1).Images(Device.Cpu)).Narrow(1, 1, 1).Mean().Backward();
        float[] bias = Gradients(student)["classifier.bias"];
        Assert.Equal(0, bias[0] + bias[3] + bias[4]);
        Assert.Equal(1, bias[1] + bias[2], 1e-5);
        Assert.True(bias[1] > 0 && bias[2] > 0);
    }

    [Fact]
    public void A_class_without_an_output_is_next_to_impossible_and_gets_no_gradient()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        Student student = new(network, [0, 0, 0, 1, -1], 3);
        Tensor logits = student.Forward(Crops(1).Images(Device.Cpu));
        Assert.True(logits.Softmax(1).Narrow(1, 2, 1).Max().Item() < 1e-29);
        logits.Narrow(1, 1, 1).Mean().Backward();
        Assert.All(network.NamedParameters().Values, p => Assert.All(p.Grad!.ToArray<float>(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Sides_that_the_network_cannot_take_are_continued_and_cut_off_again()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        Student student = new(network, Targets, 3);
        student.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Tensor.Gaussian(new RandomSource(1), [1, 3, 7, 9]);
        Tensor found = student.Forward(images);
        Assert.Equal([1, 3, 7, 9], found.Shape.ToArray());
        Tensor expected = student.Forward(images.Pad([0, 1, 0, 1], PaddingMode.Replicate)).Narrow(2, 0, 7).Narrow(3, 0, 9);
        Assert.Equal(expected.ToArray<float>(), found.ToArray<float>());
        (Tensor plain, Tensor perturbed) = student.ForwardPerturbed(images, new RandomSource(1), 0.5);
        Assert.Equal(expected.ToArray<float>(), plain.ToArray<float>());
        Assert.Equal([1, 3, 7, 9], perturbed.Shape.ToArray());
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused()
    {
        using TinyNetwork network = new();
        Assert.Contains("5 outputs", Assert.Throws<ArgumentException>(() => new Student(network, [0, 1, 2], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Student(network, [0, 1, 2, 3, 4], 4));
        Assert.Throws<ArgumentException>(() => new Student(network, [-1, -1, -1, -1, -1], 4));
    }

    [Fact]
    public void The_networks_own_drop_out_follows_from_the_source_given_alone()
    {
        using TinyNetwork network = new();
        RandomSource dropout = new(5);
        Student student = new(network, Targets, 3, dropout);
        student.SetDropout(new RandomSource(9));
        ulong first = dropout.NextUInt64();
        dropout.NextDouble();
        student.SetDropout(new RandomSource(9));
        Assert.Equal(first, dropout.NextUInt64());
        student.SetDropout(new RandomSource(10));
        Assert.NotEqual(first, dropout.NextUInt64());
    }
}
