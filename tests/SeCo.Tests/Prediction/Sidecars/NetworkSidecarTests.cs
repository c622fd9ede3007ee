using SeCo.Configuration;
using SeCo.Models;
using SeCo.Prediction.Sidecars;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Prediction.Sidecars;

public sealed class NetworkSidecarTests
{
    [Fact]
    public void Every_fault_is_told_with_its_line_and_the_nearest_key()
    {
        using TempFolder folder = new();
        string message = Refusal(folder, "input:\n  chanel_order: bgr\n  fit: squash\nclass_nmaes: [a]\n");
        Assert.Contains("line 2: unknown key 'input.chanel_order'. Did you mean 'channel_order'?", message, StringComparison.Ordinal);
        Assert.Contains("line 3: input.fit is 'squash', expected one of resize, tiles.", message, StringComparison.Ordinal);
        Assert.Contains("line 4: unknown key 'class_nmaes'. Did you mean 'class_names'?", message, StringComparison.Ordinal);
        message = Refusal(folder, "input: {mean: [1, 2], range: [1, 0], overlap: 1}\nclass_set: camvid11\nclass_names: [a, A]\n");
        Assert.All(["input.mean has 2", "input.range is [1, 0]", "input.overlap is 1", "both given", "'A' twice"],
            part => Assert.Contains(part, message.Replace("'a' twice", "'A' twice", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Class_sets_are_named_or_lie_beside_the_sidecar()
    {
        using TempFolder folder = new();
        string file = folder["street.onnx"];
        Assert.Equal(11, Read(folder, "class_set: camvid11\n").Classes(file)!.Count);
        Assert.Equal(["sky", "road"], Read(folder, "class_names: [sky, road]\n").Classes(file)!.Classes.Select(c => c.Name));
        Assert.Contains("Did you mean 'camvid11'?", Fault("class_set: camvid1\n"), StringComparison.Ordinal);
        Assert.Contains("expected a file in the sidecar's folder", Fault("class_set: ../mine.yaml\n"), StringComparison.Ordinal);

        string Fault(string yaml) => Assert.Throws<ConfigurationException>(() => Read(folder, yaml).Classes(file)).Message;
    }

    [Fact]
    public void A_missing_sidecar_is_asked_for_with_the_command_that_proposes_one()
    {
        using TempFolder folder = new();
        string message = Assert.Throws<FileNotFoundException>(() => NetworkSidecar.Of(folder["street.onnx"])).Message;
        Assert.Contains("seco model inspect", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChannelOrder.Rgb, 0, 0.75)]
    [InlineData(ChannelOrder.Bgr, 2, 0.75)]
    public void Range_mean_and_deviation_are_in_the_order_of_the_channels(ChannelOrder order, int channel, double expected)
    {
        // 255 becomes 1, and (1 - 0.25) / 1 is 0.75 in the first channel of the network, whichever colour that is.
        SidecarInput input = new() { ChannelOrder = order, Range = [-1, 1], Mean = [0.25, 0, 0], Deviation = [1, 2, 2], Width = 4, Height = 2, Overlap = 0.5 };
        byte[] pixel = [0, 0, 0];
        pixel[channel] = 255;
        NetworkPreprocessing made = input.Preprocessing(null, null);
        using Tensor seen = made.Normalization.Normalize(pixel, 1, 1);
        Assert.Equal(expected, seen.ToArray<float>()[0], 1e-6);
        Assert.Equal((new Size2d(2, 4), new Size2d(1, 2)), (made.InputSize, made.WindowStride));
    }

    private static string Refusal(TempFolder folder, string yaml) => Assert.Throws<ConfigurationException>(() => Read(folder, yaml)).Message;

    private static NetworkSidecar Read(TempFolder folder, string yaml)
    {
        File.WriteAllText(folder["street.seco.yaml"], yaml);
        return NetworkSidecar.Of(folder["street.onnx"]);
    }
}
