using SeCo.Adaptation.Losses;
using SeCo.Adaptation.Methods;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

public sealed class TeacherTests : MethodTest
{
    [Fact]
    public void A_teacher_begins_as_the_student_and_is_the_mean_of_all_students_at_first()
    {
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Fill(network, 2);
        Teacher teacher = new(new Student(network, Targets, 3), second, 0.9);
        Assert.Equal(2, Bias(second));
        Fill(network, 5);
        teacher.Follow(0);
        Assert.Equal((2 + 5) / 2.0, Bias(second), 1e-6);
        Fill(network, 8);
        teacher.Follow(1);
        Assert.Equal((2 + 5 + 8) / 3.0, Bias(second), 1e-6);
        Fill(network, 0);
        teacher.Follow(1000);
        Assert.Equal(0.9 * 5, Bias(second), 1e-6);
    }

    [Fact]
    public void Only_parameters_follow_and_the_norms_statistics_are_the_teachers_own()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Fill(network, "norm.running_mean", 3);
        Teacher teacher = new(new Student(network, Targets, 3), second, 0.9);
        Fill(network, "norm.running_mean", 7);
        teacher.Follow(0);
        Assert.All(second.StateDictionary()["norm.running_mean"].ToArray<float>(), m => Assert.Equal(3, m));
        teacher.Label(Crops(1).Images(Device.Cpu));
        Assert.All(second.StateDictionary()["norm.running_mean"].ToArray<float>(), m => Assert.NotEqual(3, m));
        Assert.All(network.StateDictionary()["norm.running_mean"].ToArray<float>(), m => Assert.Equal(7, m));
    }

    [Fact]
    public void Where_norms_follow_too_the_teacher_answers_with_them_and_never_changes_them_itself()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Fill(network, "norm.running_mean", 3);
        Teacher teacher = new(new Student(network, Targets, 3), second, 0.9, followsNorms: true);
        Fill(network, "norm.running_mean", 7);
        teacher.Follow(0);
        PseudoLabels labels = teacher.Label(Crops(1).Images(Device.Cpu));
        Assert.All(second.StateDictionary()["norm.running_mean"].ToArray<float>(), m => Assert.Equal(5, m));
        Tensor expected = teacher.Answers.Forward(Crops(1).Images(Device.Cpu)).Argmax(1);
        Assert.Equal(expected.ToArray<long>(), labels.Classes.ToArray<long>());
    }

    [Fact]
    public void A_teachers_labels_are_those_of_batch_statistics_without_gradients()
    {
        using TensorScope scope = TensorScope.Open();
        using TinyNetwork network = new();
        using TinyNetwork second = new();
        Student student = new(network, Targets, 3);
        Tensor images = Crops(1).Images(Device.Cpu);
        PseudoLabels labels = new Teacher(student, second, 0.9).Label(images);
        (Tensor largest, Tensor classes) = student.Forward(images).Softmax(1).Max(1);
        Assert.Equal(classes.ToArray<long>(), labels.Classes.ToArray<long>());
        Assert.Equal(largest.ToArray<float>(), labels.Confidences!.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.False(labels.Confidences.RequiresGrad);
        Assert.All(second.NamedParameters().Values, p => Assert.False(p.RequiresGrad));
    }

    [Fact]
    public void A_network_of_another_shape_or_the_student_itself_is_no_teacher()
    {
        using TinyNetwork network = new();
        using SeCo.Models.EspNet.EspNet other = new();
        Student student = new(network, Targets, 3);
        Assert.Throws<ArgumentException>(() => new Teacher(student, network, 0.9));
        Assert.Throws<ArgumentException>(() => new Teacher(student, other, 0.9));
    }

    private static void Fill(TinyNetwork network, double value) => Fill(network, "classifier.bias", value);

    private static void Fill(TinyNetwork network, string name, double value)
    {
        using GradMode mode = GradMode.Disable();
        network.StateDictionary()[name].FillInPlace(value);
    }

    private static double Bias(TinyNetwork network) => network.NamedParameters()["classifier.bias"].ToArray<float>()[3];
}
