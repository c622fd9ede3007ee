using SeCo.Checkpoints;
using SeCo.Onnx.Format;
using SeCo.Onnx.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Onnx.Tests.Format;

/// <summary>What <see cref="OnnxFile"/>, through <see cref="ProtoReader"/>, makes of whole and of damaged files.</summary>
public sealed class OnnxFileTests
{
    [Fact]
    public void A_file_tells_versions_writer_operators_and_its_files()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["data"]);
        File.WriteAllBytes(folder["data/w.bin"], new byte[36]);
        OnnxFile file = OnnxFile.Read(SmallModel.Write(folder, null, last: "Softmax", weights: "data/w.bin"));
        Assert.Equal((8, "ai.onnx 17", "SeCo", "Softmax"), (file.IrVersion, file.Opsets, file.Producer, file.OperatorOf("colours")));
        Assert.Equal([folder["data/w.bin"]], file.ExternalFiles);
    }

    [Theory]
    [InlineData("../w.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("link/w.bin")]
    public void Weights_outside_the_folder_are_refused(string location)
    {
        using TempFolder folder = new(), other = new();
        File.WriteAllBytes(other["w.bin"], new byte[36]);
        Directory.CreateSymbolicLink(folder["link"], other.Path);
        Assert.Contains("outside its folder", Refusal(SmallModel.Write(folder, null, weights: location)), StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_gives_an_answer_or_an_error_that_names_the_file()
    {
        using TempFolder folder = new();
        byte[] whole = File.ReadAllBytes(SmallModel.Write(folder, null));
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = whole[..random.Next(whole.Length + 1)];
            for (int change = 0; change < i % 4 && damaged.Length > 0; change++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(folder["damaged.onnx"], damaged);
            try
            {
                _ = OnnxFile.Read(folder["damaged.onnx"]);
            }
            catch (CheckpointException fault)
            {
                Assert.StartsWith(folder["damaged.onnx"], fault.Message, StringComparison.Ordinal);
            }
        }

        File.WriteAllBytes(folder["cut.onnx"], whole[..^9]);
        Assert.Contains("it is cut off", Refusal(folder["cut.onnx"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f }, "it is cut off")] // a graph as long as numbers go
    [InlineData(new byte[] { 0xea, 0x80, 0x80, 0x80, 0x10, 0x00 }, "no field of a message")] // a field number that 32 bits cut down to 13
    public void Lengths_and_field_numbers_beyond_the_format_are_refused(byte[] content, string expected)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["a.onnx"], content);
        Assert.Contains(expected, Refusal(folder["a.onnx"]), StringComparison.Ordinal);
    }

    private static string Refusal(string file) => Assert.Throws<CheckpointException>(() => OnnxFile.Read(file)).Message;
}
