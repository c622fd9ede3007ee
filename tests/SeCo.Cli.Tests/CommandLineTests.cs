using System.Text.Json;
using System.Text.RegularExpressions;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Configuration;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Pipeline;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests;

public sealed class CommandLineTests(SmallScenes scenes)
{
    [Theory]
    [InlineData("run", "<config>", "--out", "--set", "--device", "--json", "--quiet")]
    [InlineData("demo", "--out", "--setting", "--images", "--seed", "--steps", "--threads", "--json", "--quiet")]
    [InlineData("demo data", "--out", "--images", "--seed", "--quiet")]
    [InlineData("pseudo-label", "<config>", "--out", "--set", "--device", "--shard", "--merge", "--quiet")]
    [InlineData("aggregate", "<config>", "--out", "--set", "--device", "--shard", "--merge", "--quiet")]
    [InlineData("correct", "<config>", "--out", "--set", "--device", "--shard", "--merge", "--quiet")]
    [InlineData("evaluate", "--predictions", "--truth", "--classes", "--json", "--resize", "--allow-missing", "--quiet")]
    [InlineData("labels check", "<folder>", "--classes", "--images", "--quiet")]
    [InlineData("labels convert", "<input>", "--out", "--classes", "--map", "--colors", "--ignore-unknown-colors", "--quiet")]
    public async Task Help_of_a_verb_names_its_options_and_shows_an_example(string verb, params string[] options)
    {
        SecoResult help = (await Seco.Run([.. verb.Split(' '), "--help"])).Expect(ExitCode.Done);
        Assert.All(options, option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
        Assert.Contains("seco " + verb, help.Output, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    [Theory]
    [InlineData("name: !<%> x")]
    [InlineData("seed: !<:> 1")]
    public async Task Text_that_is_no_yaml_is_wrong_configuration_wherever_it_is_read(string yaml)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.yaml"], yaml);
        (await Seco.Run("run", folder["a.yaml"], "--out", folder["out"])).Expect(ExitCode.WrongUsage).Says(folder["a.yaml"], "line 1: not valid YAML");
        (await Seco.Run("labels", "check", folder.Path, "--classes", folder["a.yaml"])).Expect(ExitCode.WrongUsage)
            .Says(folder["a.yaml"], "line 1: not valid YAML");
    }

    [Fact]
    public async Task Memory_that_runs_out_says_what_was_done_and_what_to_set_smaller()
    {
        using TempFolder folder = new();
        LabelPng.Write(folder["in/a.png"], new LabelMap(9000, 9000));
        string[] call = ["labels", "convert", folder["in"], "--classes", "camvid11", "--out", folder["out"]];
        SecoResult small = await Seco.RunProcess(call, start => start.Environment["DOTNET_GCHeapHardLimit"] = "0x3000000");
        small.Expect(ExitCode.Failed).Says("memory ran out in seco labels convert: labels convert, image 1 of 1", "--threads", "batch_size");
        Assert.DoesNotContain("report it", small.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out/a.png"]));
        (await Seco.RunProcess(call)).Expect(ExitCode.Done);
    }

    [Fact]
    public async Task A_limit_of_reading_that_is_no_number_is_wrong_usage() =>
        (await Seco.RunProcess(["doctor"], start => start.Environment["SECO_READ_LIMIT_MIB"] = "2GB")).Expect(ExitCode.WrongUsage)
            .Says("SECO_READ_LIMIT_MIB is '2GB', expected a whole number of MiB");

    [Fact]
    public async Task Help_names_every_verb()
    {
        SecoResult help = (await Seco.Run("--help")).Expect(ExitCode.Done);
        Assert.All(
            ["run", "demo", "pseudo-label", "aggregate", "correct", "evaluate", "labels"],
            (string verb) => Assert.Matches($@"\n  {verb}\s", help.Output));
    }

    [Fact]
    public async Task The_setting_that_help_shows_exists()
    {
        SecoResult help = (await Seco.Run("run", "--help")).Expect(ExitCode.Done);
        Match setting = Regex.Match(help.Output, @"as in --set (\w[^\s;]*)");
        Assert.Equal(0.5, OptionsBinder.Load<RunOptions>(null, [setting.Groups[1].Value]).Correction.Noise.NoiseThreshold);
    }

    [Fact]
    public async Task The_version_is_told_by_the_process()
    {
        SecoResult version = (await Seco.RunProcess("--version")).Expect(ExitCode.Done);
        Assert.Matches(
            @"^\d+\.\d+\.\d+\ncommit ([0-9a-f]{40}|unknown: built without git)\nlibtorch \d+\.\d+\.\d+ \(.+\)\n$", version.Output.ReplaceLineEndings("\n"));
        Assert.Empty(version.Error);
    }

    [Theory]
    [InlineData("See: seco --help")]
    [InlineData("A command is missing. There is: adapt, ")]
    [InlineData("A command is missing of seco sam. There is: generate, info, init, predict.", "sam")]
    [InlineData("'-1' for option '--seed'; expected a whole number from 0", "sam", "init", "--arch", "mobile", "--out", "x.pth", "--seed", "-1")]
    [InlineData("'three' for option '--merge'; expected a whole number.", "aggregate", "--out", "x", "--merge", "three")]
    [InlineData(
        "'0,5' for option '--pred-iou-thresh'; expected a number",
        "sam", "generate", "--weights", "w", "--image", "i", "--out", "x", "--pred-iou-thresh", "0,5")]
    [InlineData("<config> is empty", "run", "", "--out", "x")]
    [InlineData("--set is empty, expected a value (KEY=VALUE)", "run", "--out", "x", "--set", "")]
    [InlineData("See: seco --help", "runn")]
    [InlineData("See: seco labels --help", "labels")]
    [InlineData("See: seco run --help", "run")]
    [InlineData("See: seco run --help", "run", "--out", "x", "--sett", "a=b")]
    [InlineData("See: seco evaluate --help", "evaluate", "--predictions", "x", "--truth", "y")]
    [InlineData("See: seco labels convert --help", "labels", "convert", "x", "--classes", "cityscapes19")]
    [InlineData("See: seco aggregate --help", "aggregate", "--out", "x", "--merge", "three")]
    [InlineData("There is no option '--json'", "correct", "--out", "x", "--json")]
    [InlineData("There is no option '--quite'", "run", "--out", "x", "--quite")]
    [InlineData("There is no option '--colours'", "labels", "convert", "--colours", "--classes", "cityscapes19", "--out", "x")]
    public async Task Wrong_usage_ends_with_2_and_says_where_help_is(string says, params string[] args)
    {
        SecoResult result = (await Seco.Run(args)).Expect(ExitCode.WrongUsage).Says("seco: ", says);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_missing_required_option_is_named() =>
        (await Seco.Run("evaluate", "--predictions", "x", "--classes", "camvid11")).Expect(ExitCode.WrongUsage).Says("--truth");

    [Fact]
    public async Task Quiet_prints_nothing_where_all_is_well()
    {
        SecoResult result = await Seco.RunProcess(scenes.Arguments("run", scenes.Baseline, "--quiet"));
        Assert.Equal(new SecoResult(ExitCode.Done, string.Empty, string.Empty), result);
    }

    [Fact]
    public async Task Json_is_all_there_is_on_standard_output_and_progress_goes_to_standard_error()
    {
        SecoResult result = (await Seco.RunProcess(scenes.Arguments("run", scenes.NewFolder(), "--json", "--set", "dataset.limit=2"))).Expect(ExitCode.Done);
        using JsonDocument summary = JsonDocument.Parse(result.Output);
        Assert.Equal(2, summary.RootElement.GetProperty("images").GetInt32());
        Assert.Equal(3, summary.RootElement.GetProperty("stages").GetArrayLength());
        result.Says("pseudo-label: labels 2/2", "aggregate: images 2/2", "finished: 2 images");
        Assert.DoesNotContain('\r', result.Error);
        Assert.DoesNotContain('\u001b', result.Error + result.Output);
    }
}
