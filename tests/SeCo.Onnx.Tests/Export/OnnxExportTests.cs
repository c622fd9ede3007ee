using SeCo.Models;
using SeCo.Onnx.Export;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;
using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx.Tests.Export;

/// <summary>Networks of SeCo as ONNX models (<see cref="RecordedGraph"/>): ONNX Runtime gives the logits that libtorch gives.</summary>
public sealed class OnnxExportTests
{
    [Theory]
    [InlineData("espnet")]
    [InlineData("espnetv2-s0.5")]
    [InlineData("unet-small")]
    [InlineData("deeplabv3plus-mobilenetv2")]
    [InlineData("segformer-b0")]
    public void A_network_gives_the_same_logits_elsewhere(string name)
    {
        using TempFolder folder = new();
        TorchRuntime.SetThreads(1); // ONNX Runtime takes as many
        Size2d size = new(64, 96);
        using SegmentationNetwork network = SegmentationNetworks.Find(name).Create(5, new RandomSource(1));
        network.Eval();
        using (FileStream file = File.Create(folder["network.onnx"]))
        {
            OnnxExport.Graph(network, size).Write(file);
        }

        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor image = Tensor.Uniform(new RandomSource(2), [1, 3, size.Height, size.Width], -2, 2), own = network.Forward(image);
        using OnnxModel model = OnnxModel.Open(folder["network.onnx"]);
        Tensor difference = model.Run(image, model.Outputs.Single()) - own;
        double worst = Math.Max(difference.Max().Item(), (difference * -1).Max().Item()), largest = Math.Max(1, own.Max().Item());
        Assert.True(worst < 1e-4 * largest, $"{name}: differs by {worst:e2} of {largest:e2}");
    }
}
