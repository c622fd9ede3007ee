using System.Diagnostics;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("ru", "run")]
    [InlineData("run my.yaml --verif", "--verify")]
    [InlineData("run --set correction.noise.por", "correction.noise.portion=")]
    [InlineData("run --set corr", "correction.")]
    [InlineData("run --set correction.noise.rule=class_d", "correction.noise.rule=class_doubt")]
    [InlineData("run --set dataset.layout=cam", "dataset.layout=cam_vid")]
    [InlineData("run --set dataset.follow_links=t", "dataset.follow_links=true")]
    [InlineData("completion fi", "fish")]
    [InlineData("init data --goal m", "model")]
    public async Task What_is_begun_is_completed(string begun, string expected)
    {
        string[] found = (await Seco.Run($"[suggest:{begun.Length}]", begun)).Expect(ExitCode.Done).Output.Split(Environment.NewLine);

        Assert.Contains(expected, found);
    }

    // The script of a shell is read by it, and completes with a program `seco` that answers as the real one does.
    [Theory]
    [InlineData("bash", "COMP_LINE='seco run --set correction.noise.rule=class_d'; COMP_POINT=${#COMP_LINE}; _seco; echo \"${COMPREPLY[@]}\"", "class_doubt")]
    [InlineData("bash", "COMP_LINE='seco ru'; COMP_POINT=${#COMP_LINE}; _seco; echo \"${COMPREPLY[@]}\"", "run")]
    [InlineData("fish", "complete -C 'seco run --set correction.noise.rule=class_d'", "correction.noise.rule=class_doubt")]
    [InlineData("zsh", "whence -w _seco", "_seco: function")]
    public async Task The_script_works_in_the_shell(string shell, string ask, string expected)
    {
        string[] path = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        Assert.SkipUnless(path.Any(folder => File.Exists(Path.Combine(folder, shell))), $"There is no {shell} here.");
        using TempFolder temp = new();
        File.WriteAllText(temp["seco"], $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "SeCo.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temp["seco"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        string compinit = shell == "zsh" ? "autoload -U compinit; compinit -D;" : string.Empty;
        string script = (await Seco.Run("completion", shell)).Expect(ExitCode.Done).Output;
        ProcessStartInfo start = new(shell, ["-c", $"{compinit}{script}\n{ask}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{temp.Path}:{start.Environment["PATH"]}";

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.True(output.Contains(expected, StringComparison.Ordinal), $"{output}\n{error}");
    }

    [Fact]
    public async Task An_unknown_shell_is_answered_with_the_known_ones() =>
        (await Seco.Run("completion", "tcsh")).Expect(ExitCode.WrongUsage).Says("bash, zsh, fish or powershell");
}
