using SeCo.Checkpoints;
using SeCo.Testing;
using Xunit;

namespace SeCo.Checkpoints.Tests.Numpy;

public sealed class NpyReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pieces_are_the_values_in_order_and_the_bytes_as_stored()
    {
        NpyFile.Write<byte>(_folder["a.npy"], new byte[] { 0, 51, 255, 102 }, 2, 2);
        using NpyReader reader = NpyReader.Open(_folder["a.npy"]);
        float[] values = new float[4];
        List<byte> stored = [];

        reader.ReadShares(values.AsSpan(0, 3), bytes => stored.AddRange(bytes));
        reader.ReadShares(values.AsSpan(3));

        Assert.Equal([2, 2], reader.Shape.ToArray());
        Assert.Equal([0f, 0.2f, 1f, 0.4f], values);
        Assert.Equal([0, 51, 255], stored);
        Assert.Contains("cut short", Assert.Throws<CheckpointException>(() => reader.ReadShares(new float[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_shorter_than_its_shape_is_refused_at_once()
    {
        NpyFile.Write<float>(_folder["a.npy"], new float[8], 8);
        File.WriteAllBytes(_folder["a.npy"], File.ReadAllBytes(_folder["a.npy"])[..^1]);

        Assert.Contains(
            "needs 32 bytes, but 31 are left", Assert.Throws<CheckpointException>(() => NpyReader.Open(_folder["a.npy"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_element_types_are_refused()
    {
        NpyFile.Write<int>(_folder["a.npy"], new int[2], 2);
        using NpyReader reader = NpyReader.Open(_folder["a.npy"]);

        Assert.Contains("expected <f4", Assert.Throws<CheckpointException>(() => reader.ReadShares(new float[2])).Message, StringComparison.Ordinal);
    }
}
