using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>Runs that begin with a model instead of its answers.</summary>
public sealed class PredictedRunTests(SmallScenes scenes)
{
    private static readonly string[] NoAnswers =
        ["--set", "dataset.predictions.labels=", "--set", "dataset.predictions.confidence=", "--set", "dataset.limit=3"];

    [Fact]
    public async Task The_model_answers_first_and_its_answers_are_what_seco_predict_gives()
    {
        using TempFolder folder = new();
        string weights = SmallNetwork.Write(folder["w.safetensors"], notes: true);
        string[] call = [.. scenes.Arguments("pseudo-label", folder["run"]), .. NoAnswers, "--set", $"model.weights={weights}"];

        (await Seco.Run(call)).Expect(ExitCode.Done).Says("predict: done", "pseudo-label: done");
        (await Seco.Run(call)).Expect(ExitCode.Done).Says("predict: finished before, kept", "pseudo-label: finished before, kept");
        (await Seco.Run([.. call, "--set", "prediction.flip=true"])).Expect(ExitCode.Done)
            .Says("predict: settings or inputs have changed", "pseudo-label: settings or inputs have changed");
        (await Seco.Run(call)).Expect(ExitCode.Done);

        (await Seco.Run("predict", "--weights", weights, "--images", Path.Combine(scenes.Data, "images"), "--out", folder["answers"],
            "--threads", "1", "--device", "cpu")).Expect(ExitCode.Done);
        string name = Path.GetFileName(Directory.GetFiles(folder["run/predictions/labels"]).Order(StringComparer.Ordinal).First());
        string same = Directory.GetFiles(folder["answers/labels"], name, SearchOption.AllDirectories).Single();
        Assert.Equal(File.ReadAllBytes(same), File.ReadAllBytes(folder[$"run/predictions/labels/{name}"]));
        Assert.Equal(3, Directory.GetFiles(folder["run/predictions/confidence"]).Length);
    }

    [Fact]
    public async Task Given_answers_win()
    {
        using TempFolder folder = new();
        string model = $"model.weights={SmallNetwork.Write(folder["w.safetensors"], notes: true)}";

        (await Seco.Run([.. scenes.Arguments("pseudo-label", folder["given"]), "--set", model, "--set", "dataset.limit=3"])).Expect(ExitCode.Done);
        Assert.False(Directory.Exists(folder["given/predictions"]));
    }

    [Fact]
    public async Task Weights_that_say_nothing_need_a_name_and_those_that_do_are_not_contradicted()
    {
        using TempFolder folder = new();
        string silent = SmallNetwork.Write(folder["silent.safetensors"], notes: false), said = SmallNetwork.Write(folder["said.safetensors"], notes: true);
        string images = Path.Combine(scenes.Data, "images");

        (await Predict("--weights", silent)).Expect(ExitCode.WrongUsage).Says("the network must be named");
        (await Predict("--weights", silent, "--model", "espnet")).Expect(ExitCode.WrongUsage).Says("--classes");
        (await Predict("--weights", said, "--model", "segformer-b0")).Expect(ExitCode.WrongUsage)
            .Says("holds the network espnet, but segformer-b0 is asked for");
        (await Predict("--weights", said, "--model-classes", "camvid11")).Expect(ExitCode.WrongUsage).Says("class set drawn10, but camvid11 is asked for");
        (await Predict("--weights", said, "--teacher")).Expect(ExitCode.WrongUsage).Says("the student alone");
        (await Predict("--weights", folder["nothing"])).Expect(ExitCode.Failed).Says("no such file of weights");
        (await Predict("--weights", folder.Path)).Expect(ExitCode.Failed).Says("holds no adapted model");
        Assert.False(Directory.Exists(folder["out"]));

        Directory.CreateDirectory(folder["run/adaptation"]);
        Directory.CreateDirectory(folder["run/round-2/adaptation"]);
        File.Copy(silent, folder["run/adaptation/best.safetensors"]);
        File.Copy(said, folder["run/round-2/adaptation/last.safetensors"]);
        (await Predict("--weights", folder["run"])).Expect(ExitCode.Done); // the last round's
        (await Predict("--weights", folder["run/adaptation"])).Expect(ExitCode.WrongUsage).Says("the network must be named");

        Task<SecoResult> Predict(params string[] more) =>
            Seco.Run(["predict", .. more, "--images", images, "--out", folder["out"], "--threads", "1", "--device", "cpu"]);
    }
}
