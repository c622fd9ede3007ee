using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class TensorScopeTests : TensorTest
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        long before = TorchRuntime.LiveTensors;
        Tensor inner;
        using (TensorScope scope = TensorScope.Open())
        {
            inner = Tensor.Ones([2]);
            _ = inner + inner;
            Assert.Equal(2, scope.Count);
            Assert.Equal(before + 2, TorchRuntime.LiveTensors);
        }

        Assert.True(inner.IsDisposed);
        Assert.Equal(before, TorchRuntime.LiveTensors);
    }

    [Fact]
    public void A_kept_tensor_moves_to_the_surrounding_scope()
    {
        Tensor kept;
        using (TensorScope outer = TensorScope.Open())
        {
            using (TensorScope inner = TensorScope.Open())
            {
                kept = inner.Keep(Tensor.Ones([1]));
            }

            Assert.False(kept.IsDisposed);
            Assert.Equal(1, outer.Count);
        }

        Assert.True(kept.IsDisposed);
    }

    [Fact]
    public void A_tensor_kept_by_the_outermost_scope_belongs_to_the_caller()
    {
        Tensor kept = TensorScope.Run(() => Tensor.Ones([2]) * 3);
        Assert.Equal([3f, 3], kept.ToArray<float>());
        kept.Dispose();
    }

    [Fact]
    public void Keeping_a_tensor_of_an_outer_scope_changes_nothing()
    {
        using TensorScope outer = TensorScope.Open();
        Tensor mine = Tensor.Ones([1]);
        using (TensorScope inner = TensorScope.Open())
        {
            inner.Keep(mine);
        }

        Assert.Equal(1, outer.Count);
        Assert.False(mine.IsDisposed);
    }

    [Fact]
    public void A_tensor_that_leaves_its_scopes_outlives_them()
    {
        Tensor free;
        using (TensorScope.Open())
        {
            free = Tensor.Ones([1]).LeaveScopes();
        }

        Assert.False(free.IsDisposed);
        free.Dispose();
    }

    [Fact]
    public void Early_disposal_leaves_the_others_in_place()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor[] all = [.. Enumerable.Range(0, 5).Select(i => Tensor.Scalar(i))];
        all[1].Dispose();
        all[4].Dispose();
        Assert.Equal(3, scope.Count);
        Assert.Equal([0.0, 2, 3], new[] { all[0], all[2], all[3] }.Select(t => t.Item()));
    }

    [Fact]
    public void Closing_out_of_order_or_elsewhere_is_refused()
    {
        TensorScope outer = TensorScope.Open();
        TensorScope inner = TensorScope.Open();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        Exception? elsewhere = null;
        Thread thread = new(() => elsewhere = Record.Exception(inner.Dispose));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(elsewhere);
        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Scopes_of_different_threads_do_not_meet()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor? other = null;
        Thread thread = new(() => other = Tensor.Ones([1]));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.Count);
        other!.Dispose();
    }

    [Fact]
    public void A_tensor_that_nobody_disposed_is_seen_in_the_count()
    {
        long before = TorchRuntime.LiveTensors;
        Tensor forgotten = Tensor.Ones([1]);
        Assert.Equal(before + 1, TorchRuntime.LiveTensors);
        forgotten.Dispose();
    }
}
