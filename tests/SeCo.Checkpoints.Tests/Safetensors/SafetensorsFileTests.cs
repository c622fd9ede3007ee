using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Checkpoints.Tests.Fixtures;
using Xunit;

namespace SeCo.Checkpoints.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_a_file_written_by_hand()
    {
        string path = Save(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}""",
            [.. PthSample.Bytes(7), .. PthSample.Bytes(1.5f, 2.5f)]);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(["b", "a"], file.Names);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([1.5f, 2.5f], file.Read("b").ToSingles());
        Assert.Equal([7f], file.Read("a").ToSingles());
        Assert.Equal(DType.Int32, file.Describe("a").Type);
        Assert.Empty(file.Describe("a").Shape);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "cannot have 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "the tensors end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "malformed")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,400]}}""", 4, "400")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "[-1]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "cannot have 0 bytes")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}""", 4, "malformed")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "malformed")]
    [InlineData("""{"a":[]}""", 0, "malformed")]
    [InlineData("""[1]""", 0, "malformed")]
    [InlineData("""{"a" """, 0, "malformed")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "malformed")]
    [InlineData("""{"__metadata__":{"k":null}}""", 0, "null")]
    public void Refuses_a_header_that_lies(string header, int dataBytes, string reason)
    {
        string path = Save(header, new byte[dataBytes]);
        CheckpointException error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x7fff_ffff_ffff_ffffUL)]
    [InlineData(0xffff_ffff_ffff_ffffUL)]
    [InlineData(100_000_001UL)]
    [InlineData(57UL)]
    public void Refuses_a_header_length_beyond_the_file(ulong length)
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_folder["x"], bytes);
        Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_folder["x"]));
    }

    [Fact]
    public void Names_the_file_and_the_tensor_that_is_not_there()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Save("{}", []));
        CheckpointException error = Assert.Throws<CheckpointException>(() => file.Read("conv.weight"));
        Assert.Contains("conv.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 200)]
    public void Gives_back_what_was_written(float[][] tensors, bool reverse)
    {
        KeyValuePair<string, TensorData>[] pairs = [.. tensors.Select((t, i) => KeyValuePair.Create($"t{i}", TensorData.From<float>([t.Length], t)))];
        SafetensorsWriter.Write(_folder["p"], reverse ? pairs.Reverse() : pairs);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["p"]);
        Assert.Equal(pairs.Length, file.Names.Count);
        Assert.All(pairs, p => Assert.True(p.Value.Bytes.Span.SequenceEqual(file.Read(p.Key).Bytes.Span)));
    }

    private string Save(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(_folder["x.safetensors"], [.. length, .. text, .. data]);
        return _folder["x.safetensors"];
    }
}
