using SeCo.Checkpoints;
using SeCo.Testing;
using Xunit;

namespace SeCo.Checkpoints.Tests.Pth;

public sealed class PthWriterTests
{
    [Fact]
    public void What_is_written_is_read_back_in_its_order()
    {
        using TempFolder folder = new();
        string path = folder["weights.pth"];
        (string Name, DType Type, long[] Shape)[] tensors =
        [
            ("z.weight", DType.Float32, [2, 3]), ("a.bias", DType.BFloat16, [5]), ("counter", DType.Int64, []),
            ("flags", DType.Bool, [4]), ("nothing", DType.Float32, [0, 7]), ("ünï", DType.UInt8, [1, 1, 2]),
        ];
        Dictionary<string, byte[]> bytes = tensors.ToDictionary(
            t => t.Name,
            t =>
                Enumerable.Range(1, (int)(t.Shape.Aggregate(1L, (a, b) => a * b) * t.Type.ElementSize())).Select(i => (byte)(t.Type == DType.Bool ? i % 2 : i))
                    .ToArray());
        PthWriter.Write(path, tensors.Select(t => new TensorSource(t.Name, t.Type, [.. t.Shape], () => bytes[t.Name])));

        using ICheckpoint read = CheckpointFile.Open(path);
        Assert.Equal(tensors.Select(t => t.Name), read.Names);
        foreach ((string name, DType type, long[] shape) in tensors)
        {
            TensorData data = read.Read(name);
            Assert.Equal(type, data.Type);
            Assert.Equal(shape, data.Shape);
            Assert.Equal(bytes[name], data.Bytes.ToArray());
        }
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes()
    {
        using TempFolder folder = new();
        foreach (string name in (string[])["one.pth", "two.pth"])
        {
            PthWriter.Write(folder[name], [new TensorSource("w", DType.Float32, [2], () => new byte[8])]);
        }

        Assert.Equal(File.ReadAllBytes(folder["one.pth"]), File.ReadAllBytes(folder["two.pth"]));
    }

    [Fact]
    public void A_failed_write_leaves_the_older_file()
    {
        using TempFolder folder = new();
        string path = folder["weights.pth"];
        PthWriter.Write(path, [new TensorSource("w", DType.Float32, [2], () => new byte[8])]);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>(() => PthWriter.Write(path, [new TensorSource("w", DType.Float32, [2], () => new byte[7])]));
        Assert.Throws<ArgumentException>(
            () =>
                PthWriter.Write(
                    path,
                    [new TensorSource("w", DType.Float32, [1], () => new byte[4]), new TensorSource("w", DType.Float32, [1], () => new byte[4])]));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
