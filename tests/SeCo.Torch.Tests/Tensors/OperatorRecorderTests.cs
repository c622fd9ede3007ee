using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class OperatorRecorderTests
{
    [Fact]
    public void Calls_are_written_down_with_their_arguments_and_constants()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor input = Tensor.From([1f, 2, 3, 4], 2, 2), weight = Tensor.From([1f, 0, 0, 1], 2, 2), sum;
        using (OperatorRecorder recorder = OperatorRecorder.Open())
        {
            sum = TensorScope.Run(() => (input.Matmul(weight).ReluInPlace() + input).Narrow(1, 0, 1));
            Assert.Throws<InvalidOperationException>(OperatorRecorder.Open);
            recorder.Stop();
            Assert.Equal(["aten::matmul", "aten::relu_", "aten::add", "aten::narrow"], recorder.Calls.Select(c => c.Name));
            Assert.Equal([1L, 0L, 1L], recorder.Calls[3].Arguments.Skip(1));
            Assert.Same(recorder.Calls[0].Results[0], recorder.Calls[1].Results[0]);
            Assert.Equal([2, 1], recorder.Calls[3].Results[0].Shape.ToArray());
            Assert.Equal([1f, 0, 0, 1], recorder.ConstantOf(weight)!.ToArray<float>());
            Assert.Null(recorder.ConstantOf(recorder.Calls[0].Results[0]));
        }

        Assert.Equal([2f, 6], sum.ToArray<float>());
    }
}
