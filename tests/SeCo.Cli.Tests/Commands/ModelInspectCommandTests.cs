using SeCo.Cli.Tests.Fixtures;
using SeCo.Onnx.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class ModelInspectCommandTests
{
    [Fact]
    public async Task A_sidecar_is_proposed_written_once_and_asked_for_its_classes()
    {
        using TempFolder folder = new();
        string model = SmallModel.Write(folder, null);
        SecoResult shown = await Seco.Run("model", "inspect", model);
        Assert.Contains("output      colours: float [1, 3, height, width]", shown.Output, StringComparison.Ordinal);
        Assert.Contains("# Please check: the classes of the 3 outputs", shown.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["street.seco.yaml"]));
        Assert.Equal(ExitCode.Done, (await Seco.Run("model", "inspect", model, "--write")).Code);
        Assert.Contains("is not overwritten", (await Seco.Run("model", "inspect", model, "--write")).Error, StringComparison.Ordinal);
        SecoResult asked = await Seco.Run("predict", "--model", model, "--images", folder.Path, "--out", folder["out"]);
        Assert.NotEqual(ExitCode.Done, asked.Code);
    }

    [Fact]
    public async Task Files_that_are_no_such_model_are_refused()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.pth"], "x");
        File.WriteAllText(folder["a.onnx"], "x");
        Assert.Contains("is no .onnx file", (await Seco.Run("model", "inspect", folder["a.pth"])).Error, StringComparison.Ordinal);
        Assert.Contains("is no ONNX model", (await Seco.Run("model", "inspect", folder["a.onnx"])).Error, StringComparison.Ordinal);
        Assert.Contains("--weights is missing", (await Seco.Run("predict", "--model", "espnet", "--images", folder.Path, "--out", "o")).Error,
            StringComparison.Ordinal);
    }
}
