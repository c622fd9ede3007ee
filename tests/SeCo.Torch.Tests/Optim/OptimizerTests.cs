using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Optim;

public sealed class OptimizerTests : TensorTest
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 0.01, false)]
    [InlineData(0.9, 0.01, true)]
    public void Sgd_follows_its_formula(double momentum, double decay, bool nesterov) => InScope(() =>
    {
        Tensor p = Parameter(1, -2);
        using Sgd sgd = new([Group(p)], momentum, decay, nesterov);
        double[] expected = [1, -2];
        double[] b = new double[2];
        for (int step = 0; step < 5; step++)
        {
            Move(sgd, p, step, 0.1);
            for (int i = 0; i < 2; i++)
            {
                double g = GradientAt(step) + (decay * expected[i]);
                b[i] = step == 0 ? g : (momentum * b[i]) + g;
                expected[i] -= 0.1 * (momentum == 0 ? g : nesterov ? g + (momentum * b[i]) : b[i]);
            }

            AssertTensor(p, [2], expected);
        }
    });

    [Fact]
    public void AdamW_follows_its_formula() => InScope(() =>
    {
        Tensor p = Parameter(1, -2);
        using AdamW adam = new([Group(p)], weightDecay: 0.1, beta1: 0.9, beta2: 0.99);
        double[] expected = [1, -2];
        double[] m = new double[2];
        double[] v = new double[2];
        for (int step = 0; step < 5; step++)
        {
            Move(adam, p, step, 0.01);
            for (int i = 0; i < 2; i++)
            {
                double g = GradientAt(step);
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.99 * v[i]) + (0.01 * g * g);
                expected[i] -= 0.01 * 0.1 * expected[i];
                double corrected = m[i] / (1 - Math.Pow(0.9, step + 1));
                expected[i] -= 0.01 * corrected / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, step + 1))) + 1e-8);
            }

            AssertTensor(p, [2], expected);
        }
    });

    [Fact]
    public void Groups_have_their_own_rate_and_decay() => InScope(() =>
    {
        Tensor slow = Parameter(1);
        Tensor fast = Parameter(1);
        using Sgd sgd = new(
            [
                new ParameterGroup(new Dictionary<string, Tensor> { ["slow"] = slow }),
                new ParameterGroup(new Dictionary<string, Tensor> { ["fast"] = fast }) { LearningRateFactor = 10, WeightDecay = 0.5 },
            ]);
        (slow + fast).Sum().Backward();
        sgd.Step(0.01);
        AssertTensor(slow, [1], [0.99]);
        AssertTensor(fast, [1], [1 - (0.1 * 1.5)]);
        sgd.ClearGrad();
        Assert.Null(slow.Grad);
        Assert.Throws<ArgumentException>(() => new Sgd([Group(slow), Group(fast)]));
    });

    [Fact]
    public void A_parameter_without_a_gradient_stays_where_it_is() => InScope(() =>
    {
        Tensor moved = Parameter(1);
        Tensor still = Parameter(1);
        using Sgd sgd = new([new ParameterGroup(new Dictionary<string, Tensor> { ["moved"] = moved, ["still"] = still })], momentum: 0.9, weightDecay: 0.1);
        moved.Sum().Backward();
        sgd.Step(0.1);
        AssertTensor(still, [1], [1]);
        Assert.Equal(["momentum/moved"], sgd.StateDictionary().Keys);

        // Its first step, whenever it comes, starts its momentum with the gradient.
        sgd.ClearGrad();
        still.Sum().Backward();
        sgd.Step(0.1);
        AssertTensor(still, [1], [1 - (0.1 * 1.1)]);
    });

    [Fact]
    public void Kernels_in_channels_last_order_move_like_any_other() => InScope(() =>
    {
        RandomSource random = new(1);
        Tensor a = Tensor.Gaussian(random, [4, 3, 3, 3]);
        Tensor b = a.Clone().ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor x = Tensor.Gaussian(random, [1, 3, 8, 8]);
        a.RequiresGrad = b.RequiresGrad = true;
        using AdamW one = new([Group(a)]);
        using AdamW other = new([Group(b)]);
        for (int i = 0; i < 3; i++)
        {
            one.ClearGrad();
            other.ClearGrad();
            x.Conv2d(a).Square().Mean().Backward();
            x.ToMemoryFormat(MemoryFormat.ChannelsLast).Conv2d(b).Square().Mean().Backward();
            one.Step(0.01);
            other.Step(0.01);
        }

        AssertTensor(b, [4, 3, 3, 3], a.To(DType.Float64).ToArray<double>(), 1e-4);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_saved_state_continues_exactly(bool adam) => InScope(() =>
    {
        using TempFolder folder = new();
        Optimizer Make(Tensor p) => adam ? new AdamW([Group(p)]) : new Sgd([Group(p)], momentum: 0.9);
        Tensor a = Parameter(1, -2);
        using Optimizer first = Make(a);
        Move(first, a, 0, 0.1);
        Move(first, a, 1, 0.1);
        SafetensorsWriter.Write(folder["o.safetensors"], first.StateDictionary().ToSources());

        Tensor b = Parameter(a.ToArray<float>());
        using Optimizer second = Make(b);
        using SafetensorsFile file = SafetensorsFile.Open(folder["o.safetensors"]);
        second.LoadState(file);
        Move(first, a, 2, 0.1);
        Move(second, b, 2, 0.1);
        Assert.Equal(a.ToBytes(), b.ToBytes());

        using Optimizer misfit = Make(Parameter(1, 2, 3));
        Assert.NotEmpty(Assert.Throws<CheckpointException>(() => misfit.LoadState(file)).Misshaped);
        Assert.Empty(misfit.StateDictionary());
    });

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Sgd([], nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([], momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([], beta2: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([], weightDecay: -1));
    }

    /// <summary>The gradient of every element at a step, so that the formulas can be followed by hand.</summary>
    private static double GradientAt(int step) => Math.Cos(step) + 0.5;

    private static Tensor Parameter(params float[] values)
    {
        Tensor parameter = Tensor.From(values, values.Length);
        parameter.RequiresGrad = true;
        return parameter;
    }

    private static ParameterGroup Group(Tensor parameter) => new(new Dictionary<string, Tensor> { ["p"] = parameter });

    private static void Move(Optimizer optimizer, Tensor parameter, int step, double rate)
    {
        optimizer.ClearGrad();
        (parameter * GradientAt(step)).Sum().Backward();
        optimizer.Step(rate);
    }
}
