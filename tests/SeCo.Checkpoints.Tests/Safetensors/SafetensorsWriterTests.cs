using System.Buffers.Binary;
using SeCo.Checkpoints;
using SeCo.Testing;
using Xunit;

namespace SeCo.Checkpoints.Tests.Safetensors;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_the_same_bytes_in_whatever_order_the_tensors_come()
    {
        KeyValuePair<string, TensorData>[] tensors =
        [
            KeyValuePair.Create("z", TensorData.From<float>([2], [1, 2])),
            KeyValuePair.Create("a", new TensorData(DType.UInt8, [3], new byte[] { 1, 2, 3 })),
            KeyValuePair.Create("m", TensorData.From<long>([1], [5])),
        ];
        Dictionary<string, string> notes = new() { ["step"] = "12", ["kind"] = "model" };
        SafetensorsWriter.Write(_folder["1"], tensors, notes);
        SafetensorsWriter.Write(_folder["2"], tensors.Reverse(), notes.Reverse().ToDictionary());
        Assert.Equal(File.ReadAllBytes(_folder["1"]), File.ReadAllBytes(_folder["2"]));
        using SafetensorsFile file = SafetensorsFile.Open(_folder["1"]);
        Assert.Equal(["m", "z", "a"], file.Names);
        Assert.Equal("12", file.Metadata["step"]);
    }

    [Fact]
    public void Aligns_the_data_to_eight_bytes()
    {
        for (int nameLength = 1; nameLength < 9; nameLength++)
        {
            SafetensorsWriter.Write(_folder["x"], [KeyValuePair.Create(new string('n', nameLength), TensorData.From<float>([1], [1]))]);
            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(_folder["x"])) % 8);
        }
    }

    [Fact]
    public void Leaves_the_older_file_where_a_source_fails()
    {
        SafetensorsWriter.Write(_folder["x"], [KeyValuePair.Create("a", TensorData.From<float>([1], [1]))]);
        byte[] before = File.ReadAllBytes(_folder["x"]);
        TensorSource wrong = new("a", DType.Float32, [2], () => new byte[4]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder["x"], [wrong]));
        Assert.Equal(before, File.ReadAllBytes(_folder["x"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Fetches_one_tensor_after_the_other()
    {
        List<string> log = [];
        TensorSource Source(string name) => new(name, DType.UInt8, [1], () =>
        {
            log.Add(name);
            return new byte[1];
        });
        SafetensorsWriter.Write(_folder["x"], [Source("b"), Source("a")]);
        Assert.Equal(["a", "b"], log);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "__metadata__")]
    public void Refuses_a_name_given_twice_or_reserved(string first, string second)
    {
        TensorData data = TensorData.From<float>([], [1]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder["x"], [KeyValuePair.Create(first, data), KeyValuePair.Create(second, data)]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
