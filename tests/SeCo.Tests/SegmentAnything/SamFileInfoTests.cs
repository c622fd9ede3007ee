using System.Security.Cryptography;
using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

public sealed class SamFileInfoTests : SamModelTest
{
    private static readonly SamConfig Small = SamConfig.VitB with
    {
        ImageSize = 64,
        Channels = 16,
        Vit = new VitConfig { Width = 16, Depth = 2, Heads = 2, WindowSize = 3, GlobalBlocks = [1] },
        Decoder = new MaskDecoderConfig { MlpWidth = 16, IouHeadWidth = 16 },
    };

    [Theory]
    [InlineData(false, "SAM 1")]
    [InlineData(true, "HQ-SAM")]
    public void Kind_size_and_numbers_are_told_from_the_tensors(bool highQuality, string family)
    {
        using TempFolder folder = new();
        SamCheckpoint.WriteRandom(folder["a.pth"], Small with { Decoder = Small.Decoder with { HighQuality = highQuality } }, seed: 1);
        SamFileInfo info = SamFileInfo.Read(folder["a.pth"]);
        using SamModel model = SamCheckpoint.Load(folder["a.pth"]);
        Assert.Equal((family, 64), (info.Architecture.Family, info.Architecture.ImageSize));
        Assert.Equal(model.StateDictionary().Values.Sum(t => t.ElementCount), info.Parameters);
        Assert.Equal((0, model.StateDictionary().Count, (bool?)null), (info.PassedOver, info.Tensors, info.HasPublishedHash));
        Assert.Equal([DType.Float32], info.Types);
    }

    [Fact]
    public void What_SAM_2_has_for_video_is_counted_apart()
    {
        SegmenterGolden golden = new("sam2");
        SamFileInfo info = SamFileInfo.Read(Directory.GetFiles(golden.Folder, "*.pt").Single(), golden.PathOf("config.json"));
        Assert.Equal("SAM 2", info.Architecture.Family);
        Assert.Equal(golden.Json("config.json").At("parameters").At("image").GetInt64(), info.Parameters);
        Assert.Equal(golden.Json("config.json").At("parameters").At("all").GetInt64(), info.Parameters + info.PassedOver);
    }

    [Fact]
    public void A_published_name_promises_a_hash_and_a_damaged_download_is_told_as_such()
    {
        using TempFolder folder = new();
        SamCheckpoint.WriteRandom(folder["a.pth"], Small, seed: 1);
        byte[] bytes = File.ReadAllBytes(folder["a.pth"]);
        string path = folder[$"sam_vit_b_{Convert.ToHexStringLower(SHA256.HashData(bytes))[..6]}.pth"];
        File.WriteAllBytes(path, bytes);
        Assert.True(SamFileInfo.Read(path).HasPublishedHash);
        File.WriteAllBytes(folder["sam_vit_b_20240115.pth"], bytes); // a date
        Assert.Null(SamFileInfo.Read(folder["sam_vit_b_20240115.pth"]).HasPublishedHash);
        File.WriteAllBytes(path, bytes[..^1000]);
        Assert.Contains("the download is damaged", Assert.Throws<CheckpointException>(() => SamFileInfo.Read(path)).Message, StringComparison.Ordinal);
        string message = Assert.Throws<CheckpointException>(() => new SamModelFile { Weights = path }.Check()).Message;
        Assert.Contains($"{path}: the download is damaged", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_lacks_a_tensor_is_not_whole()
    {
        using TempFolder folder = new();
        SamCheckpoint.WriteRandom(folder["a.safetensors"], Small, seed: 1);
        using ICheckpoint whole = CheckpointFile.Open(folder["a.safetensors"]);
        SafetensorsWriter.Write(folder["b.safetensors"], whole.Names.Where(n => n != "mask_decoder.iou_token.weight").Select(n =>
            new TensorSource(n, whole.Describe(n).Type, whole.Describe(n).Shape, () => whole.Read(n).Bytes)));
        string message = Assert.Throws<CheckpointException>(() => SamFileInfo.Read(folder["b.safetensors"])).Message;
        Assert.Contains("mask_decoder.iou_token.weight", message, StringComparison.Ordinal);
    }
}
