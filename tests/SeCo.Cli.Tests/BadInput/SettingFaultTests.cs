using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.BadInput;

/// <summary>Settings that cannot be meant: exit code 2, the key, what was found and what is expected, and no run folder begun.</summary>
public sealed class SettingFaultTests : IDisposable
{
    private readonly FewScenes _scenes = new();

    public void Dispose() => _scenes.Dispose();

    [Theory]
    [InlineData("correction.noise.treshold=0.5", "unknown key 'correction.noise.treshold'", "noise_threshold")]
    [InlineData("corection.folds=2", "unknown key 'corection'", "correction")]
    [InlineData("aggregation.mode=psaa", "aggregation.mode is 'psaa'", "one of psa, prompt_only, align_only")]
    [InlineData("correction.folds=many", "correction.folds is 'many'", "a whole number")]
    [InlineData("correction.folds=0", "folds is 0", "1 to 20")]
    [InlineData("pixel_labels.portion=1.5", "portion", "1.5")]
    [InlineData("aggregation.stuff_threshold=-1", "-1", "0 to 1")]
    [InlineData("threads=-1", "threads is -1", "0 (all cores) to 1024")]
    [InlineData("correction.folds", "expected KEY=VALUE", "--set correction.folds")]
    [InlineData("correction=5", "correction is '5'", "named values")]
    [InlineData("correction.windows={height: [", "--set correction.windows", "")]
    [InlineData("dataset.split=../secret", "split", "../secret")]
    [InlineData("dataset.limit=0", "limit", "at least 1")]
    [InlineData("device=gpu", "gpu", "cuda")]
    [InlineData("device=", "device", "found ''")]
    [InlineData("dataset.classes=", "classes: missing", "cityscapes19")]
    public async Task A_faulty_setting_is_refused_by_name(string setting, string found, string expected)
    {
        (await _scenes.Run("run", "--set", setting)).Expect(ExitCode.WrongUsage).Says(found, expected);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels")));
    }

    [Fact]
    public async Task An_unknown_class_set_is_refused_with_the_likeliest_one()
    {
        SecoResult result = (await _scenes.Run("run", "--set", "dataset.classes=camvid12")).Expect(ExitCode.Failed)
            .Says("no class set 'camvid12'", "Did you mean 'camvid11'?");
        Assert.DoesNotContain("Parameter", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_faulty_settings_are_refused_together() =>
        (await _scenes.Run("run", "--set", "correction.fold=2", "--set", "seed=x")).Expect(ExitCode.WrongUsage).Says("correction.fold", "seed is 'x'");

    [Theory]
    [InlineData("dataset: [unclosed", "settings.yaml")]
    [InlineData("dataset:\n\troot: x", "settings.yaml")]
    [InlineData("just a text", "settings.yaml")]
    [InlineData("seed: 1\nseed: 2\n", "seed")]
    [InlineData("datasets:\n  root: x\n", "unknown key 'datasets'. Did you mean 'dataset'?")]
    [InlineData("a: &a [*a, *a]\n", "settings.yaml")]
    public async Task Malformed_settings_are_refused_with_their_file(string yaml, string says)
    {
        string path = _scenes["settings.yaml"];
        File.WriteAllText(path, yaml);
        (await Seco.Run("run", path, "--out", _scenes.Out)).Expect(ExitCode.WrongUsage).Says(path, says);
    }

    [Fact]
    public async Task A_missing_file_of_settings_is_named()
    {
        SecoResult result = await Seco.Run("run", _scenes["nowhere.yaml"], "--out", _scenes.Out);
        Assert.InRange(result.Code, 1, 2);
        result.Says("nowhere.yaml");
    }

    [Fact]
    public async Task Without_a_dataset_the_key_is_named() =>
        (await Seco.Run("run", "--out", _scenes.Out)).Expect(ExitCode.WrongUsage).Says("root: missing");

    [Fact]
    public async Task The_faults_of_all_sections_are_told_at_once() =>
        (await _scenes.Run(
            "run", "--set", "correction.folds=0", "--set", "correction.noise.portion=2", "--set", "adaptation.epochs=0", "--set",
            "adaptation.views.crop_height=0",
            "--set", "rounds=0", "--set", "aggregation.stuff_threshold=3", "--set", "threads=-1"))
        .Expect(ExitCode.WrongUsage)
        .Says(
            "7 sections are faulty", "folds is 0", "portion is 2", "epochs is 0", "adaptation.views", "rounds is 0", "stuff_threshold is 3", "threads is -1");

    [Fact]
    public async Task A_dataset_that_does_not_exist_is_named() =>
        await _scenes.Refuses([_scenes["nowhere"], "no such folder"], "--set", "dataset.root=" + _scenes["nowhere"]);

    [Fact]
    public async Task Cuda_that_is_missing_is_an_error_and_never_the_processor()
    {
        Assert.SkipWhen(SeCo.Torch.TorchRuntime.IsCudaAvailable, "this machine has CUDA");
        await _scenes.Refuses(["cuda"], "--device", "cuda");
    }

    [Theory]
    [InlineData("5/4")]
    [InlineData("0/4")]
    [InlineData("1")]
    [InlineData("a/b")]
    public async Task A_shard_that_cannot_be_is_refused(string shard) =>
        (await _scenes.Run("aggregate", "--shard", shard)).Expect(ExitCode.WrongUsage).Says(shard, "as in 2/8");

    [Fact]
    public async Task A_shard_is_not_merged() =>
        (await _scenes.Run("aggregate", "--shard", "1/2", "--merge", "2")).Expect(ExitCode.WrongUsage).Says("give one of them");

    [Fact]
    public async Task Nothing_is_not_merged() =>
        (await _scenes.Run("aggregate", "--merge", "0")).Expect(ExitCode.WrongUsage).Says("--merge 0", "from 1");
}
