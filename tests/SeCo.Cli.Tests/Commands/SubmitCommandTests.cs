using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SubmitCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task A_dry_run_shows_scripts_and_writes_nothing()
    {
        string folder = scenes.NewFolder();
        SecoResult shown = (await Seco.Run(scenes.Arguments("submit", folder, "--dry-run", "--shards", "3", "--gres", "gpu:1", "--sbatch=labels:--exclusive")))
            .Expect(ExitCode.Done);
        Assert.Contains("# ---- 01-inputs.sh", shown.Output, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --gres=gpu:1", shown.Output, StringComparison.Ordinal);
        Assert.Contains("'--part' 'statistics' '--shard' \"$SLURM_ARRAY_TASK_ID/3\"", shown.Output, StringComparison.Ordinal);
        Assert.Contains("sbatch '--parsable'", shown.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));

        SecoResult manifests = (await Seco.Run(scenes.Arguments("submit", folder, "--dry-run", "--engine", "kubernetes", "--image", "seco:1")))
            .Expect(ExitCode.Done);
        Assert.Contains("\"completionMode\": \"Indexed\"", manifests.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_are_written_and_a_template_of_ones_own_is_taken()
    {
        using TempFolder temp = new();
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("submit", folder, "--engine", "kubernetes", "--image", "seco:1", "--claim", "c"))).Expect(ExitCode.Done);
        Assert.True(File.Exists(Path.Combine(folder, ".cache", "jobs", "apply.sh")));
        (await Seco.Run("status", folder)).Expect(ExitCode.Done);

        File.WriteAllText(temp["own.sh"], "#!/bin/sh\nmodule load seco\n@COMMAND@\n");
        SecoResult shown = (await Seco.Run(scenes.Arguments("submit", scenes.NewFolder(), "--dry-run", "--template", temp["own.sh"], "--program", "seco")))
            .Expect(ExitCode.Done);
        Assert.Contains("module load seco\n'seco' 'run' ", shown.Output, StringComparison.Ordinal);
        File.WriteAllText(temp["own.sh"], "#!/bin/sh\n");
        (await Seco.Run(scenes.Arguments("submit", scenes.NewFolder(), "--dry-run", "--template", temp["own.sh"]))).Expect(ExitCode.WrongUsage)
            .Says("has no @COMMAND@");
    }

    [Theory]
    [InlineData("--shards", "0", "expected 1 to 100000")]
    [InlineData("--engine", "pbs", "expected slurm or kubernetes")]
    [InlineData("--engine", "kubernetes", "--image is missing")]
    [InlineData("--partition", "a b", "expected one word")]
    [InlineData("--set", "rounds=2", "rounds")]
    public async Task What_cannot_be_meant_is_said(string option, string value, string expected) =>
        (await Seco.Run(scenes.Arguments("submit", scenes.NewFolder(), "--dry-run", option, value))).Expect(ExitCode.WrongUsage).Says(expected);
}
