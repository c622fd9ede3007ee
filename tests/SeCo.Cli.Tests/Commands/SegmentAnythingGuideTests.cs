using SeCo.Cli.Tests.Fixtures;
using SeCo.DrawnScenes;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SegmentAnythingGuideTests
{
    [Fact]
    public async Task The_commands_to_try_do_what_the_guide_says()
    {
        using TempFolder folder = new();
        DrawnSceneWriter.Write(folder["data"], new DrawnSceneOptions { Count = 1, Width = 160, Height = 96 });
        string scene = Directory.GetFiles(folder["data"], "*.*", SearchOption.AllDirectories).First(p => p.Contains("images", StringComparison.Ordinal));
        RgbImageFile.Write(folder["street.png"], RgbImageFile.Read(scene));
        SmallSam.WriteArchitecture(folder["small.json"]);

        string[] commands = Commands("## Try it");

        Assert.Equal(4, commands.Length);
        foreach (string command in commands)
        {
            // The same commands with a small model, and with files in the test's own folder.
            string[] words = [.. command.Split(' ').Skip(1).Select(w => w switch
            {
                "vit_b" => folder["small.json"],
                "random_vit_b.safetensors" or "street.png" or "answer" or "masks" => folder[w],
                _ => w,
            })];
            (await Seco.Run(words)).Expect(ExitCode.Done);
        }

        Assert.True(File.Exists(folder["answer/predict.json"]) && File.Exists(folder["answer/0.png"]) && File.Exists(folder["masks/street.json"]));
    }

    [Fact]
    public void Every_command_of_the_guide_has_options_that_exist()
    {
        string[] commands = Commands("# Segment Anything");
        Assert.Equal(7, commands.Length);
        Assert.All(commands, command => Assert.Empty(CommandLine.Create().Parse(command.Split(' ')[1..]).Errors));
    }

    private static string[] Commands(string after)
    {
        string text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "segment-anything.md"));
        string part = text[text.IndexOf(after + "\n", StringComparison.Ordinal)..];
        string[] blocks = part.Split("```bash\n")[1..];
        IEnumerable<string> shown = after.StartsWith("## ", StringComparison.Ordinal) ? blocks[..1] : blocks;
        return [.. shown.SelectMany(b => b.Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }
}
