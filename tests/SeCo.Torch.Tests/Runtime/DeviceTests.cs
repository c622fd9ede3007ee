using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class DeviceTests : TensorTest
{
    [Fact]
    public void The_cpu_and_the_automatic_choice_always_work()
    {
        Assert.Equal(Device.Cpu, Device.Parse("cpu"));
        Assert.Equal(TorchRuntime.IsCudaAvailable, Device.Parse("auto").IsCuda);
        Assert.Equal("cuda:1", Device.Cuda(1).ToString());
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1x")]
    [InlineData("CPU")]
    [InlineData("")]
    public void Other_words_are_no_devices(string text) =>
        Assert.Contains("cpu, cuda, cuda:INDEX or auto", Assert.Throws<FormatException>(() => Device.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_processor_that_is_not_there_is_never_replaced()
    {
        Assert.SkipWhen(TorchRuntime.IsCudaAvailable, "this machine has an NVIDIA processor");
        TorchException error = Assert.Throws<TorchException>(() => Device.Parse("cuda"));
        Assert.Contains("SECO_LIBTORCH", error.Message, StringComparison.Ordinal);
        Assert.Contains("cuda:3", Assert.Throws<TorchException>(() => Device.Parse("cuda:3")).Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Tensor.Zeros([1], device: Device.Cuda()));
        InScope(() => Assert.Throws<TorchException>(() => Tensor.Ones([1]).To(Device.Cuda())));
    }
}
