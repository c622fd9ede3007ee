using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Checkpoints.Tests.Fixtures;
using Xunit;

namespace SeCo.Checkpoints.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tells_the_format_by_the_content()
    {
        Assert.IsType<PthCheckpoint>(Touch(PthSample.StateZip()));
        Assert.IsType<PthCheckpoint>(Touch(PthSample.StateLegacy()));
        Assert.IsType<SafetensorsFile>(Touch(Safetensors()));
        CheckpointException error = Assert.Throws<CheckpointException>(() => Touch("GIF89a and more"u8.ToArray()));
        Assert.Contains("neither safetensors nor", error.Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => CheckpointFile.Open(_folder["absent"]));
    }

    [Fact]
    public void Reading_into_memory_gives_the_same_bytes()
    {
        foreach (byte[] whole in new[] { PthSample.StateZip(), PthSample.StateZip(deflate: true), PthSample.StateLegacy(), Safetensors() })
        {
            File.WriteAllBytes(_folder["x"], whole);
            using ICheckpoint checkpoint = CheckpointFile.Open(_folder["x"]);
            foreach (string name in checkpoint.Names)
            {
                ReadOnlySpan<byte> expected = checkpoint.Read(name).Bytes.Span;
                byte[] actual = new byte[expected.Length];
                checkpoint.ReadInto(name, actual);
                Assert.True(expected.SequenceEqual(actual), name);
                Assert.Throws<ArgumentException>(() => checkpoint.ReadInto(name, new byte[actual.Length + 1]));
            }

            Assert.Throws<CheckpointException>(() => checkpoint.ReadInto("absent", new byte[4]));
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        foreach (byte[] whole in new[] { PthSample.StateZip(), PthSample.StateZip(deflate: true), PthSample.StateLegacy(), Safetensors() })
        {
            Assert.NotNull(Touch(whole));
            for (int length = 0; length < whole.Length; length++)
            {
                byte[] part = whole[..length];
                Assert.Throws<CheckpointException>(() => Touch(part));
            }
        }
    }

    [Property(MaxTest = 1000)]
    public void Damaged_bytes_give_values_or_a_checkpoint_exception(int which, int seed)
    {
        byte[][] samples = [PthSample.StateZip(), PthSample.StateZip(deflate: true), PthSample.StateLegacy(), Safetensors()];
        byte[] bytes = samples[(int)((uint)which % samples.Length)];
#pragma warning disable CA5394 // Damage needs no secrecy.
        Random random = new(seed);
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }
#pragma warning restore CA5394

        try
        {
            Touch(bytes);
        }
        catch (CheckpointException error)
        {
            Assert.Contains(_folder["x"], error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_three_forms_of_one_model_agree_bit_for_bit()
    {
        using ICheckpoint safetensors = CheckpointFile.Open(SharedData.Require("golden/sam/tiny_sam.safetensors"));
        using ICheckpoint zip = CheckpointFile.Open(SharedData.Require("golden/sam/tiny_sam.pth"));
        using ICheckpoint legacy = CheckpointFile.Open(SharedData.Require("golden/sam/tiny_sam_legacy.pth"));
        Assert.Equal(zip.Names, legacy.Names);
        Assert.Equal(zip.Names.Order(StringComparer.Ordinal), safetensors.Names.Order(StringComparer.Ordinal));
        foreach (string name in zip.Names)
        {
            TensorData expected = safetensors.Read(name);
            foreach (TensorData found in new[] { zip.Read(name), legacy.Read(name) })
            {
                Assert.Equal(expected.Type, found.Type);
                Assert.Equal(expected.Shape, found.Shape);
                Assert.True(expected.Bytes.Span.SequenceEqual(found.Bytes.Span), name);
            }
        }
    }

    [Theory]
    [InlineData("data/espnet/espnet_p_2_q_8.pth")]
    [InlineData("data/espnet/espnet_p_2_q_8_camvid.pth")]
    [InlineData("data/mobilenet_v2/mobilenet_v2_imagenet_features.safetensors")]
    public void Published_weights_open_and_are_finite(string relativePath)
    {
        using ICheckpoint checkpoint = CheckpointFile.Open(SharedData.Require(relativePath));
        Assert.True(checkpoint.Names.Count > 100);
        foreach (string name in checkpoint.Names)
        {
            TensorData data = checkpoint.Read(name);
            Assert.Equal(checkpoint.Describe(name).Shape, data.Shape);
            Assert.All(data.ToSingles(), v => Assert.True(float.IsFinite(v)));
        }
    }

    private byte[] Safetensors()
    {
        SafetensorsWriter.Write(_folder["s"], [KeyValuePair.Create("w", TensorData.From<float>([2, 3], PthSample.Values))]);
        byte[] bytes = File.ReadAllBytes(_folder["s"]);
        File.Delete(_folder["s"]);
        return bytes;
    }

    /// <summary>Opens a checkpoint and reads all of it.</summary>
    private ICheckpoint Touch(byte[] bytes)
    {
        File.WriteAllBytes(_folder["x"], bytes);
        using ICheckpoint checkpoint = CheckpointFile.Open(_folder["x"]);
        foreach (string name in checkpoint.Names)
        {
            checkpoint.Read(name);
        }

        return checkpoint;
    }
}
