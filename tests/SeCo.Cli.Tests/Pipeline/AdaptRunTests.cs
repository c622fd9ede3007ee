using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>Runs that end with an adapted model: what they leave, what they keep, what they refuse.</summary>
public sealed class AdaptRunTests(SmallScenes scenes)
{
    private static readonly string[] Small =
    [
        "--set", "dataset.limit=6", "--set", "adaptation.epochs=2", "--set", "adaptation.steps_per_epoch=2", "--set", "adaptation.batch_size=2", "--set",
        "adaptation.workers=1",
        "--set", "adaptation.split.images_per_class=0",
        "--set", "adaptation.views={crop_width: 64, crop_height: 64}",
    ];

    private static readonly string[] BlackBox = [.. Small, "--set", "adaptation.setting=black_box", "--set", "adaptation.network=espnet"];

    [Fact]
    public async Task Quiet_is_quiet_while_libtorch_trains_too()
    {
        SecoResult result = await Seco.RunProcess([.. scenes.Arguments("run", scenes.NewFolder()), .. BlackBox, "--quiet"]);
        Assert.Equal(new SecoResult(ExitCode.Done, string.Empty, string.Empty), result);
    }

    [Fact]
    public async Task A_black_box_ends_with_a_measured_model_that_can_be_used_alone()
    {
        string folder = scenes.NewFolder();
        string[] call = [.. scenes.Arguments("run", folder), .. BlackBox, "--set", "adaptation.selection={criterion: pseudo_labels, held_out_images: 2}"];

        SecoResult first = (await Seco.Run(call)).Expect(ExitCode.Done).Says("adapt: done", "2 held out");

        Assert.Contains("chosen without any ground truth (pseudo_labels", first.Output, StringComparison.Ordinal);
        JsonNode adaptation = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "evaluation.json")))!["adaptation"]!;
        Assert.Equal(
            ["source only", "adapted (last epoch)", "adapted (best epoch by pseudo labels)"], adaptation["models"]!.AsArray()
                .Select(m => (string)m!["name"]!));
        Assert.Equal("dataset", (string)adaptation["measured_on"]!);
        Assert.Equal(2, (int)adaptation["models"]![1]!["epoch"]!);
        Assert.Equal((2, 4), ((int)adaptation["held_out"]!, (int)adaptation["labelled"]! + (int)adaptation["unlabelled"]!));
        Assert.Equal((int)adaptation["labelled"]!, File.ReadAllLines(Path.Combine(folder, "labelled.txt")).Length);
        Assert.All(File.ReadAllLines(Path.Combine(folder, "unlabelled.txt")), line => Assert.True(File.Exists(Path.Combine(folder, line.Split(' ')[1]))));

        (await Seco.Run(call)).Expect(ExitCode.Done).Says("correct: finished before, kept", "adapt: finished before, kept");
        (await Seco.Run([.. call, "--set", "adaptation.optimizer.learning_rate=0.001"])).Expect(ExitCode.Done)
            .Says("correct: finished before, kept", "adapt: settings or inputs have changed");
        Assert.True(File.Exists(Path.Combine(folder, "labels.txt"))); // earlier results stay

        string answers = Path.Combine(folder, "mine");
        (await Seco.Run("predict", "--weights", folder, "--images", Path.Combine(scenes.Data, "images"), "--out", answers,
            "--threads", "1", "--device", "cpu"))
            .Expect(ExitCode.Done);
        Assert.Equal(SmallScenes.Count, Directory.GetFiles(Path.Combine(answers, "labels"), "*.png", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task The_answers_kept_from_the_last_epoch_are_those_that_its_weights_give()
    {
        string folder = scenes.NewFolder(), adapted = Path.Combine(folder, "adapted");
        string[] call = [.. scenes.Arguments("run", folder), .. BlackBox, "--set", "adaptation.average=0.9"];
        (await Seco.Run(call)).Expect(ExitCode.Done);
        Snapshot kept = Snapshot.Of(adapted);
        string labels = Path.Combine(adapted, "predictions", "labels");
        DateTime trained = File.GetLastWriteTimeUtc(Path.Combine(folder, "adaptation", "summary.json"));
        Assert.All(Directory.GetFiles(labels), file => Assert.True(File.GetLastWriteTimeUtc(file) < trained)); // nobody asked the model again

        Directory.Delete(adapted, recursive: true);
        (await Seco.Run(call)).Expect(ExitCode.Done);
        Assert.Empty(kept.DifferencesFrom(Snapshot.Of(adapted)));
    }

    [Fact]
    public async Task Supervised_training_needs_no_other_stage_and_its_model_is_where_source_free_starts()
    {
        string supervised = scenes.NewFolder(), free = scenes.NewFolder();
        (await Seco.Run([.. scenes.Arguments("adapt", supervised), .. Small, "--set", "adaptation.setting=supervised", "--set", "adaptation.network=espnet"]))
            .Expect(ExitCode.Done);
        Assert.True(File.Exists(Path.Combine(supervised, "adaptation", "last.safetensors")));
        Assert.False(Directory.Exists(Path.Combine(supervised, "pixel-labels")));

        string[] call =
        [
            .. scenes.Arguments("run", free), .. Small, "--set", "adaptation.setting=source_free", "--set", $"model.weights={supervised}", "--set",
            "adaptation.method=self_training",
        ];
        (await Seco.Run(call)).Expect(ExitCode.Done);
        JsonNode models = JsonNode.Parse(File.ReadAllText(Path.Combine(free, "evaluation.json")))!["adaptation"]!["models"]!;
        Assert.Equal(["source only", "adapted (last epoch)"], models.AsArray().Select(m => (string)m!["name"]!));
        Assert.True(Directory.Exists(Path.Combine(free, "adapted", "source", "labels")));
    }

    [Fact]
    public async Task Every_choice_of_labels_trains()
    {
        string folder = scenes.NewFolder();
        foreach (string labels in new[] { "pixel_labels", "aggregation", "truth" })
        {
            string[] more = [.. BlackBox, "--set", "adaptation.method=self_training", "--set", $"adaptation.labels={labels}"];
            (await Seco.Run(scenes.Arguments("run", folder, more))).Expect(ExitCode.Done).Says("adapt: done");
        }
    }

    [Fact]
    public async Task With_labelled_source_images_a_mean_teacher_trains()
    {
        string folder = scenes.NewFolder();
        string settings = File.ReadAllText(scenes.Configuration);
        string source = settings[settings.IndexOf("dataset:", StringComparison.Ordinal)..settings.IndexOf("correction:", StringComparison.Ordinal)].Replace(
            "dataset:", "source:", StringComparison.Ordinal);
        string configuration = folder + ".yaml";
        await File.WriteAllTextAsync(configuration, settings + "\n" + source);
        (await Seco.Run(["run", configuration, "--out", folder, .. Small, "--set", "adaptation.setting=uda", "--set", "adaptation.network=espnet"]))
            .Expect(ExitCode.Done).Says("adapt: done");
    }

    [Fact]
    public async Task A_second_round_predicts_with_the_model_of_the_first()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run([.. scenes.Arguments("run", folder), .. BlackBox, "--set", "rounds=2", "--set", "pixel_labels.policy=all"])).Expect(ExitCode.Done)
            .Says("round 2 of 2", "predict: done");

        JsonNode rounds = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "evaluation.json")))!["rounds"]!;
        Assert.Equal("adapted (last epoch)", (string)Assert.Single(rounds.AsArray())!["adaptation"]!["models"]![0]!["name"]!);
        Assert.True(File.Exists(Path.Combine(folder, "round-2", "adaptation", "last.safetensors")));
        Assert.Equal(6, Directory.GetFiles(Path.Combine(folder, "round-2", "predictions", "labels")).Length);
    }

    [Theory]
    [InlineData("adaptation.setting=source_free", "give model.weights")]
    [InlineData("adaptation.setting=uda", "give the section source")]
    [InlineData("adaptation.setting=black_box", "adaptation.network is missing")]
    [InlineData("rounds=2", "rounds above 1 need an adaptation")]
    public async Task Settings_that_make_no_sense_together_are_refused(string setting, string says) =>
        (await Seco.Run([.. scenes.Arguments("run", scenes.NewFolder()), "--set", setting])).Expect(ExitCode.WrongUsage).Says(says);

    [Fact]
    public async Task Adapting_alone_needs_the_labels_and_a_section()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("adapt", folder))).Expect(ExitCode.WrongUsage).Says("no section adaptation");
        (await Seco.Run([.. scenes.Arguments("adapt", folder), .. BlackBox])).Expect(ExitCode.Failed).Says("'adapt' needs the finished outputs of 'correct'");
    }
}
