using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class AutogradTests : TensorTest
{
    [Fact]
    public void The_gradient_of_a_sum_of_squares_is_twice_the_value() => InScope(() =>
    {
        Tensor x = Floats([3], 1, -2, 3);
        x.RequiresGrad = true;
        Assert.True(x.RequiresGrad);
        Assert.Null(x.Grad);
        (x * x).Sum().Backward([x]);
        AssertTensor(x.Grad!, [3], [2, -4, 6]);
    });

    [Fact]
    public void Gradients_add_up_until_they_are_cleared() => InScope(() =>
    {
        Tensor x = Floats([1], 3);
        x.RequiresGrad = true;
        (x * 2).Sum().Backward();
        (x * 5).Sum().Backward();
        AssertTensor(x.Grad!, [1], [7]);
        x.ClearGrad();
        Assert.Null(x.Grad);
        (x * 4).Sum().Backward();
        AssertTensor(x.Grad!, [1], [4]);
    });

    [Fact]
    public void Only_the_named_inputs_get_gradients() => InScope(() =>
    {
        Tensor x = Floats([1], 3);
        Tensor y = Floats([1], 4);
        x.RequiresGrad = y.RequiresGrad = true;
        (x * y).Sum().Backward([x]);
        AssertTensor(x.Grad!, [1], [4]);
        Assert.Null(y.Grad);
    });

    [Fact]
    public void A_recorded_graph_can_be_kept_for_a_second_pass() => InScope(() =>
    {
        Tensor x = Floats([1], 3);
        x.RequiresGrad = true;
        Tensor y = (x * x).Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        AssertTensor(x.Grad!, [1], [12]);
    });

    [Fact]
    public void Backward_from_many_values_takes_their_gradient() => InScope(() =>
    {
        Tensor x = Floats([2], 1, 2);
        x.RequiresGrad = true;
        (x * x).Backward(gradient: Floats([2], 10, 100));
        AssertTensor(x.Grad!, [2], [20, 400]);
        Assert.Throws<TorchException>(() => (x * x).Backward());
    });

    [Fact]
    public void Nothing_is_recorded_while_the_mode_is_off() => InScope(() =>
    {
        Tensor x = Floats([1], 1);
        x.RequiresGrad = true;
        Assert.True(GradMode.IsEnabled);
        using (GradMode.Disable())
        {
            Assert.False(GradMode.IsEnabled);
            Assert.False((x * 2).RequiresGrad);
        }

        Assert.True((x * 2).RequiresGrad);
        Assert.False(x.Detach().RequiresGrad);
        Assert.Contains("not recorded", Assert.Throws<TorchException>(() => x.Detach().Sum().Backward()).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Whole_numbers_carry_no_gradients() => InScope(() =>
        Assert.Contains("int64[2]", Assert.Throws<TorchException>(() => Longs(1, 2).RequiresGrad = true).Message, StringComparison.Ordinal));
}
