using SeCo.Models.Sam;
using SeCo.Models.Sam.TinyVit;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.Sam.TinyVit;

public sealed class TinyVitImageEncoderTests : ModelTest
{
    /// <summary>Nothing divides evenly: windows are padded in every stage, and the ratios are no whole numbers.</summary>
    private static readonly TinyVitConfig Odd = new()
    {
        Stages = [new(6, 1, 1, 1), new(8, 1, 2, 4), new(12, 2, 3, 3), new(10, 1, 5, 2)],
        MlpRatio = 1.5,
        ConvolutionRatio = 2.5,
        LocalKernel = 5,
        Classes = 3,
    };

    [Fact]
    public void Images_of_a_batch_do_not_see_each_other()
    {
        using TinyVitImageEncoder network = Network(Odd);
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(7, 3, 3, 80, 80);
        Tensor all = network.Forward(images);
        Assert.Equal([3, 7, 5, 5], all.Shape.ToArray());
        for (int i = 0; i < 3; i++)
        {
            AssertClose(network.Forward(images.Narrow(0, i, 1)), all.Narrow(0, i, 1), 1e-5);
        }
    }

    [Fact]
    public void Memory_order_of_the_images_does_not_matter()
    {
        using TinyVitImageEncoder network = Network(Odd);
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(8, 1, 3, 80, 80);
        AssertClose(network.Forward(images), network.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast)), 1e-6);
    }

    [Theory]
    [InlineData(1, 3, 80, 64)]
    [InlineData(1, 1, 80, 80)]
    [InlineData(1, 3, 96, 96)]
    public void Images_of_another_size_are_refused(int images, int channels, int height, int width)
    {
        using TinyVitImageEncoder network = new(Odd, imageSize: 80, channels: 7);
        ArgumentException fault = Assert.Throws<ArgumentException>(() => network.Forward(Tensor.Zeros([images, channels, height, width])));
        Assert.Contains("expected [N, 3, 80, 80]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_a_shape_are_told_together()
    {
        TinyVitConfig wrong = Odd with { Stages = [new(6, 1, 4, 1)], MlpRatio = double.NaN, LocalKernel = 2, Classes = 0 };
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new TinyVitImageEncoder(wrong));
        foreach (string part in new[] { "1 stages", "Heads = 4", "NaN", "local kernel 2", "classes 0" })
        {
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void An_image_size_that_is_no_multiple_of_16_is_refused(int size)
    {
        Assert.Contains($"{size}", Assert.Throws<ArgumentException>(() => new TinyVitImageEncoder(Odd, size)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_with_equal_stages_are_equal()
    {
        TinyVitConfig same = Odd with { Stages = [.. Odd.Stages] };
        Assert.Equal(Odd, same);
        Assert.Equal(Odd.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Odd, Odd with { Stages = [.. Odd.Stages.Take(3), new(10, 1, 2, 2)] });
    }

    private static TinyVitImageEncoder Network(TinyVitConfig config)
    {
        TinyVitImageEncoder network = new(config, imageSize: 80, channels: 7);
        Fill(network, 11);
        network.Eval();
        return network;
    }

    /// <summary>Norms near the identity, everything else normal with variance 1 / fan-in.</summary>
    /// <summary>Gives every part of a module values of a usual size.</summary>
    internal static void Fill(Module module, ulong seed)
    {
        RandomSource random = new(seed);
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        foreach ((string name, Tensor tensor) in module.StateDictionary().Where(t => t.Value.DType.IsFloatingPoint()))
        {
            bool isScale = tensor.Rank == 1 && (name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal));
            double deviation = tensor.Rank < 2 ? 0.1 : 1 / Math.Sqrt(Initializers.FanIn(tensor.Shape));
            tensor.CopyInPlace(Tensor.Gaussian(random, tensor.Shape, deviation) + (isScale ? 1 : 0));
        }
    }
}
