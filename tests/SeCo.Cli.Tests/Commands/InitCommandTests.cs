using SeCo.Cli.Setup;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Configuration;
using SeCo.Pipeline;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class InitCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task A_run_takes_the_settings_as_they_are_and_each_has_its_comment()
    {
        using TempFolder temp = new();

        // A name that would end a comment, begin a list, and be several words to a shell.
        string data = temp["[2024]\nseed: 7"];
        SmallScenes.Draw(data, temp["unused.yaml"], SmallScenes.Count);
        string shown = (await Seco.Run("init", data, "--classes", "cityscapes19", "--out", temp["my own.yaml"])).Expect(ExitCode.Done).Output;
        Assert.Contains($"seco run '{temp["my own.yaml"]}'", shown, StringComparison.Ordinal);
        File.Move(temp["my own.yaml"], temp["my.yaml"]);
        RunOptions options = OptionsBinder.Load<RunOptions>(temp["my.yaml"], []);
        Assert.Equal((1ul, data), (options.Seed, options.Dataset.Root));
        (await Seco.Run("run", temp["my.yaml"], "--out", temp["run"], "--quiet")).Expect(ExitCode.Done);

        string[] lines = File.ReadAllLines(temp["my.yaml"]);
        Assert.Equal("# yaml-language-server: $schema=seco.schema.json", lines[0]);
        Assert.Equal(ConfigurationSchema.Text, File.ReadAllText(temp["seco.schema.json"]));
        Assert.All(Enumerable.Range(1, lines.Length - 1).Where(i => lines[i].Contains(':', StringComparison.Ordinal) && !lines[i].TrimStart().StartsWith('#')),
            i => Assert.StartsWith("# ", lines[i - 1].TrimStart(), StringComparison.Ordinal));
        Assert.Equal(SmallScenes.Count, File.ReadAllLines(temp["run/labels.txt"]).Length);
    }

    [Fact]
    public async Task Options_answer_the_questions_and_a_model_gets_a_section_of_training()
    {
        using TempFolder temp = new();
        string answers = OptionsBinder.Load<RunOptions>(scenes.Configuration, []).Dataset.Predictions.Labels!;

        string[] given = ["--layout", "folder", "--classes", "cityscapes19", "--from", answers, "--goal", "model"];
        File.WriteAllText(temp["seco.schema.json"], "mine");
        (await Seco.Run(["init", scenes.Data, .. given, "--out", temp["my.yaml"]])).Expect(ExitCode.Done).Says("is kept");
        Assert.Equal("mine", File.ReadAllText(temp["seco.schema.json"]));

        RunOptions options = OptionsBinder.Load<RunOptions>(temp["my.yaml"], []);
        options.Validate();
        Assert.Equal((answers, "deeplabv3plus-mobilenetv2", 160), (options.Dataset.Predictions.Labels, options.Adaptation?.Network,
            options.Adaptation?.Views.InputWidth));
        (await Seco.Run("init", scenes.Data, "--out", temp["my.yaml"])).Expect(ExitCode.WrongUsage).Says("is there already");
        (await Seco.Run("init", scenes.Data, "--out", temp["new/seco.schema.json"])).Expect(ExitCode.WrongUsage).Says("where the schema");
    }

    [Fact]
    public async Task Folders_without_images_or_answers_and_unknown_words_are_refused_with_the_way_out()
    {
        using TempFolder temp = new();
        string data = temp["data/images"];
        Directory.CreateDirectory(data);

        (await Seco.Run("init", temp["data"], "--out", temp["a.yaml"], "-q")).Expect(ExitCode.WrongUsage).Says("no images were found");
        File.Copy(Directory.EnumerateFiles(scenes.Data, "*.png", SearchOption.AllDirectories).First(p => p.Contains("image", StringComparison.Ordinal)),
            Path.Combine(data, "a.png"));
        (await Seco.Run("init", temp["data"], "--out", temp["a.yaml"], "-q")).Expect(ExitCode.WrongUsage).Says("neither predictions", "seco predict");
        File.WriteAllBytes(temp["data/street.pth"], []);
        (await Seco.Run("init", temp["data"], "--out", temp["a.yaml"], "-q")).Expect(ExitCode.WrongUsage).Says("--network");
        Assert.Empty(Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void Questions_take_what_was_found_an_answer_or_ask_again()
    {
        StringWriter output = new();
        Questions questions = new(new StringReader("\nfoldr\nfolder\n"), output);

        Assert.Equal("cam_vid", questions.Ask("Layout", "cam_vid", ["cam_vid", "folder"]));
        Assert.Equal("folder", questions.Ask("Layout", "cam_vid", ["cam_vid", "folder"]));
        Assert.Equal("rest", questions.Ask("More", "rest", [])); // the input has ended
        Assert.Contains("Did you mean 'folder'?", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("x", new Questions(null, output).Ask("Nobody", "x", []));
    }
}
