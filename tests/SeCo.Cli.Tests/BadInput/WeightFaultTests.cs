using System.IO.Compression;
using System.Text;
using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.BadInput;

/// <summary>Weights that are none, or not these, are refused before the first stage; weights that would run code run nothing.</summary>
public sealed class WeightFaultTests : IDisposable
{
    private readonly FewScenes _scenes = new();

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public async Task A_missing_file_is_named() => await Refuses("weights.safetensors", null, "weights.safetensors");

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("weights.pth")]
    [InlineData("weights")]
    public async Task A_file_that_is_no_checkpoint_is_named(string name) => await Refuses(name, Encoding.UTF8.GetBytes("certainly not weights"), name);

    [Fact]
    public async Task An_empty_file_is_named() => await Refuses("weights.pth", [], "weights.pth");

    [Fact]
    public async Task A_header_that_claims_more_than_the_file_holds_is_refused() =>
        await Refuses("weights.safetensors", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, (byte)'{'], "weights.safetensors");

    [Fact]
    public async Task Weights_of_another_network_are_refused_with_the_missing_and_the_unexpected_names()
    {
        byte[] header = Encoding.UTF8.GetBytes("""{"encoder.patch_embed.weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""");
        await Refuses(
            "other.safetensors",
            [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[8]],
            "other.safetensors",
            "features.0.0.weight",
            "encoder.patch_embed.weight");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pickle_that_would_run_a_command_is_refused_by_name_and_runs_nothing(bool zipped)
    {
        string marker = _scenes["executed"];
        byte[] argument = Encoding.UTF8.GetBytes("touch " + marker);
        byte[] pickle = [0x80, 2, .. "cos\nsystem\nX"u8, .. BitConverter.GetBytes(argument.Length), .. argument, 0x85, (byte)'R', (byte)'.'];
        await Refuses("weights.pth", zipped ? Zip(pickle) : pickle, "weights.pth", "os.system");
        Assert.False(File.Exists(marker));
    }

    private static byte[] Zip(byte[] pickle)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
            entry.Write(pickle);
        }

        return stream.ToArray();
    }

    private async Task Refuses(string name, byte[]? content, params string[] says)
    {
        if (content is not null)
        {
            File.WriteAllBytes(_scenes[name], content);
        }

        await _scenes.Refuses(says, "--set", "correction.backbone=mobilenet_v2", "--set", "correction.weights=" + _scenes[name]);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels")), "a stage ran before the weights were looked at");
    }
}
