using System.Diagnostics;
using SeCo.Adaptation;
using SeCo.Pipeline;
using SeCo.Pipeline.Jobs;
using Xunit;

namespace SeCo.Tests.Pipeline.Jobs;

public sealed class SlurmScriptsTests : IDisposable
{
    private const string Nasty = "it's a \"run\" $(touch injected) `touch injected` ; %x \\ @COMMAND@";

    private readonly PlannedRun _run = new(Nasty);

    [Fact]
    public void A_script_says_its_words_to_the_program_whatever_is_in_the_names()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are for Linux");
        SlurmScripts slurm = new(_run.Plan(3), new SlurmOptions(), ["printf", "%s\\n"], Path.GetTempPath());
        (PlannedJob job, string name, string text) = slurm.Scripts()[1];
        string script = Path.GetTempFileName();
        File.WriteAllText(script, text);
        ProcessStartInfo bash = new("bash", [script]) { RedirectStandardOutput = true };
        bash.Environment["SLURM_ARRAY_TASK_ID"] = "2";
        using Process process = Process.Start(bash)!;
        string[] said = process.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n');
        File.Delete(script);

        Assert.Equal("02-statistics.sh", name);
        Assert.Equal(
            ["run", _run.Plan(3).Settings, "--out", Path.GetFullPath(_run.Folder.Path), "--quiet", "--part", "statistics", "--shard", "2/3"], said);
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "injected")));
        Assert.Equal(
            [
                "--parsable", $"--output={_run.Plan(3).Logs.Replace("%", "%%", StringComparison.Ordinal)}/statistics.%a-of-3.log", "--array=1-3",
                "--dependency=afterok:7", "--kill-on-invalid-dep=yes", Path.Combine(_run.Plan(3).Folder, name),
            ],
            slurm.Arguments(job, name, "7"));
    }

    [Fact]
    public void What_is_asked_of_Slurm_stands_in_the_scripts_and_may_be_for_one_part()
    {
        SlurmOptions options = new() { Partition = "cpu", Mem = "16G", Lines = ["--account=vision", "statistics:--time=1"] };
        options.Validate();
        IReadOnlyList<(PlannedJob Job, string Name, string Text)> scripts = new SlurmScripts(_run.Plan(3), options, ["seco"], "/work").Scripts();

        Assert.Contains("#SBATCH --partition=cpu\n#SBATCH --mem=16G\n#SBATCH --account=vision\nset -eu", scripts[0].Text, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --account=vision\n#SBATCH --time=1\nset -eu\ncd '/work'\n", scripts[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("#SBATCH --time", scripts[3].Text, StringComparison.Ordinal);
        Assert.Contains(
            "afterok:${job%%;*}", new SlurmScripts(_run.Plan(3), options, ["seco"], "/work").SubmitScript(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(new SlurmScripts(_run.Plan(3), options, ["seco"], "/work", "#!/bin/sh\n").Scripts);
        Assert.Throws<ArgumentException>(new SlurmScripts(_run.Plan(3), options with { Lines = ["statistic:--time=1"] }, ["seco"], "/work").Scripts);
        Assert.StartsWith("#SBATCH --partition=cpu", new SlurmScripts(_run.Plan(3), options, ["seco"], "/work", "@SBATCH@ #\n@COMMAND@").Scripts()[0].Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Several_processes_train_by_mpirun_and_nothing_else_is_started_by_it()
    {
        RunPart adapt = new(RunPart.Adapt, "adaptation", HasShards: false);
        SlurmOptions options = new() { Ranks = 4 };
        options.Validate();
        Assert.Equal(["#SBATCH --ntasks=4"], options.LinesOf(adapt));
        _run.Options = _run.Options with { Adaptation = new AdaptationOptions { Setting = AdaptationSetting.BlackBox, Network = "espnet" } };
        Assert.All(new SlurmScripts(_run.Plan(3), options, ["seco"], "/work").Scripts(), script => Assert.Equal(
            script.Job.Part.Name == RunPart.Adapt, script.Text.Contains("exec 'mpirun' '-n' '4' 'seco' 'run' ", StringComparison.Ordinal)));
        Assert.Throws<ArgumentException>(new SlurmOptions { Ranks = 0 }.Validate);
    }

    [Fact]
    public void Shards_are_named_as_ranges() => Assert.Equal(["1-3", "5", "7-8"], SlurmScripts.Ranges([1, 2, 3, 5, 7, 8]));

    public void Dispose() => _run.Dispose();
}
