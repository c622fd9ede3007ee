using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Models.Sam;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SamInitCommandTests
{
    [Fact]
    public async Task Writes_a_checkpoint_that_is_recognised_and_that_the_seed_alone_decides()
    {
        using TempFolder folder = new();
        string arch = SmallSam.WriteArchitecture(folder["small.json"]);

        (await Seco.Run("sam", "init", "--arch", arch, "--seed", "5", "--out", folder["new/a.safetensors"])).Expect(ExitCode.Done);
        (await Seco.Run("sam", "init", "--arch", arch, "--seed", "5", "--out", folder["b.safetensors"])).Expect(ExitCode.Done);
        (await Seco.Run("sam", "init", "--arch", arch, "--seed", "6", "--out", folder["c.safetensors"])).Expect(ExitCode.Done);

        (await Seco.Run("sam", "init", "--arch", arch, "--seed", "5", "--out", folder["d.pth"])).Expect(ExitCode.Done);

        using (ICheckpoint pytorch = SamCheckpoint.Open(folder["d.pth"]))
        {
            Assert.Equal(SmallSam.Config.ImageSize, SamCheckpoint.Recognise(pytorch).ImageSize);
        }

        using ICheckpoint checkpoint = SamCheckpoint.Open(folder["new/a.safetensors"]);
        SamConfig found = SamCheckpoint.Recognise(checkpoint), wanted = SmallSam.Config;
        Assert.Equal(
            (wanted.ImageSize, wanted.Channels, wanted.Vit!.Width, wanted.Vit.Depth), (found.ImageSize, found.Channels, found.Vit!.Width, found.Vit.Depth));
        Assert.Equal(File.ReadAllBytes(folder["new/a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
        Assert.NotEqual(File.ReadAllBytes(folder["c.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
    }

    [Fact]
    public async Task Wrong_usage_is_told_before_anything_is_written()
    {
        using TempFolder folder = new();
        (await Seco.Run("sam", "init", "--arch", "vit_x", "--out", folder["a.safetensors"])).Expect(ExitCode.WrongUsage)
            .Says("--arch", "vit_x", "vit_b, vit_l, vit_h, mobile");
        (await Seco.Run("sam", "init", "--arch", "vit_b", "--out", folder["a.bin"])).Expect(ExitCode.WrongUsage).Says("--out", ".safetensors", ".pth");
        (await Seco.Run("sam", "init", "--out", folder["a.safetensors"])).Expect(ExitCode.WrongUsage).Says("--arch", "seco sam init --help");
        (await Seco.Run("sam", "init", "--arch", folder["none.json"], "--out", folder["a.safetensors"])).Expect(ExitCode.Failed).Says("none.json");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
