using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Models;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class ModelExportCommandTests
{
    [Fact]
    public async Task ONNX_is_one_of_the_forms_and_takes_the_options_that_the_others_refuse()
    {
        using TempFolder folder = new();
        string weights = folder["unet.safetensors"], model = folder["unet.onnx"];
        using (SegmentationNetwork network = SegmentationNetworks.Find("unet-small").Create(11, new RandomSource(1)))
        {
            SafetensorsWriter.Write(weights, network.StateDictionary().ToSources());
        }

        string[] named = ["model", "export", weights, "--model", "unet-small", "--model-classes", "camvid11", "--input-size", "32x16"];
        SecoResult written = await Seco.Run([.. named, "--format", "onnx", "--out", model]);
        SecoResult other = await Seco.Run([.. named, "--out", folder["out"]]);
        SecoResult wrong = await Seco.Run([.. named, "--format", "onnx", "--out", folder["out"]]);
        SecoResult unknown = await Seco.Run(["model", "export", weights, "--format", "tflite", "--out", folder["out"]]);

        Assert.Contains($"{model}: unet-small, ", written.Expect(ExitCode.Done).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(model) && File.Exists(folder["unet.seco.yaml"]));
        Assert.Contains("--model goes with --format onnx alone; leave it out", other.Expect(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        Assert.Contains("let the name end in .onnx", wrong.Expect(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        Assert.Contains("expected safetensors, huggingface or onnx", unknown.Expect(ExitCode.WrongUsage).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }
}
