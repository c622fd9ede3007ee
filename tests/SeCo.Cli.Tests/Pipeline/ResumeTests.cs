using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>A run that is killed, or stopped with Ctrl+C, goes on when it is started again and ends with the bytes of an undisturbed one.</summary>
public sealed partial class ResumeTests(SmallScenes scenes)
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private static readonly string[] WindowTraining =
    [
        "--set", "dataset.limit=4",
        "--set", "correction.backbone=resnet18",
        "--set", "correction.training=windows",
        "--set", "correction.windows={height: 32, width: 64, iterations: 6, batch_size: 4, checkpoint_every: 2}",
    ];

    internal static readonly string[] Adaptation =
    [
        "--set", "dataset.limit=4",
        "--set", "adaptation.setting=black_box", "--set", "adaptation.network=espnet", "--set", "adaptation.epochs=2", "--set", "adaptation.steps_per_epoch=3",
        "--set", "adaptation.batch_size=2", "--set", "adaptation.checkpoint_every=1", "--set", "adaptation.average=0.9", "--set",
        "adaptation.split.unlabelled_from_all=true",
        "--set", "adaptation.views={crop_width: 64, crop_height: 64}",
    ];

    [Fact]
    public async Task Killed_in_every_stage_it_ends_like_an_undisturbed_run()
    {
        string folder = scenes.NewFolder();
        string[] moments =
        [
            "run: hash inputs", "pseudo-label: confidences", "pseudo-label: labels", "aggregate: images 1/", "aggregate: images", "correct: regions",
            "correct: train ", "correct: train ", "correct: labels", "evaluate: images",
        ];
        (int killed, _) = await KillAt(moments, scenes.Arguments("run", folder), seed: 1);

        Assert.InRange(killed, moments.Length - 2, moments.Length); // the last lines may come when all is written
        (await Seco.RunProcess(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task Killed_while_it_trains_on_windows_it_goes_on_from_its_checkpoint()
    {
        string undisturbed = scenes.NewFolder(), folder = scenes.NewFolder();
        (await Seco.RunProcess(scenes.Arguments("run", undisturbed, WindowTraining))).Expect(ExitCode.Done);
        string[] moments =
        [
            "aggregate: images", "correct: train classifier, part 1 of 2 1/", "correct: train classifier, part 1 of 2", "correct: judge regions, part 1",
            "correct: train classifier, part 2 of 2", "correct: judge regions, part 2", "correct: labels",
        ];
        (int killed, string[] said) = await KillAt(moments, scenes.Arguments("run", folder, WindowTraining), seed: 2);

        Assert.InRange(killed, moments.Length - 2, moments.Length);
        Assert.DoesNotContain("train classifier, part 1", said[^1], StringComparison.Ordinal); // judged and kept before the kills in part 2
        (await Seco.RunProcess(scenes.Arguments("run", folder, WindowTraining))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(undisturbed).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task Killed_while_it_adapts_it_ends_in_the_same_weights()
    {
        string undisturbed = scenes.NewFolder(), folder = scenes.NewFolder();
        (await Seco.RunProcess(scenes.Arguments("run", undisturbed, Adaptation))).Expect(ExitCode.Done);
        string[] moments = ["adapt: train 1/", "adapt: train", "adapt: train", "adapt: validation, epoch 2", "predict: images"];
        (int killed, _) = await KillAt(moments, scenes.Arguments("run", folder, Adaptation), seed: 3);

        Assert.InRange(killed, moments.Length - 1, moments.Length);
        (await Seco.RunProcess(scenes.Arguments("run", folder, Adaptation))).Expect(ExitCode.Done);
        foreach (string file in new[] { "adaptation/last.safetensors", "adaptation/best.safetensors", "evaluation.json", "labelled.txt" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed, file)), File.ReadAllBytes(Path.Combine(folder, file)));
        }
    }

    [Fact]
    public async Task Killed_at_any_moment_it_ends_like_an_undisturbed_run()
    {
        string folder = scenes.NewFolder();
        Random random = new(5);
        for (int attempt = 0; attempt < 6; attempt++)
        {
            using Process process = Seco.Start(scenes.Arguments("run", folder));
            Task drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await Task.Delay(random.Next(150, 1500));
            process.Kill();
            await process.WaitForExitAsync();
            await drained;
        }

        (await Seco.RunProcess(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Theory]
    [InlineData("aggregate: images")]
    [InlineData("correct: train ")]
    public async Task Ctrl_C_ends_with_130_and_the_same_command_goes_on(string moment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a POSIX signal");
        string folder = scenes.NewFolder();
        using Process process = Seco.Start(scenes.Arguments("run", folder));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.NotNull(await ReadUntil(process, moment));
        Assert.Equal(0, Kill(process.Id, IsInterruptIgnored() ? Terminate : Interrupt));
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        new SecoResult(process.ExitCode, await output, error).Expect(ExitCode.Cancelled).Says("cancelled", "the same command goes on");
        Assert.DoesNotContain(Snapshot.OfRun(folder).Names, name => name.EndsWith(".partial", StringComparison.Ordinal));

        (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task A_second_Ctrl_C_ends_a_long_step_at_once_and_cleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a POSIX signal");
        int signal = IsInterruptIgnored() ? Terminate : Interrupt;
        using Process process = Seco.Start(scenes.Arguments(
            "run", scenes.NewFolder(), "--set", "dataset.limit=2", "--set", "correction.backbone=resnet18", "--set", "correction.training=windows",
            "--set", "correction.windows.batch_size=24"));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string before = await ReadUntil(process, "correct: regions") ?? string.Empty;
        Assert.Contains("takes hours on a processor; correction.backbone=descriptors", before, StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(2)); // now it is in a step that takes many seconds on few cores
        Assert.Equal(0, Kill(process.Id, signal));
        await Task.Delay(TimeSpan.FromSeconds(2));
        bool isAtWork = !process.HasExited; // a fast machine has ended the step by itself
        _ = Kill(process.Id, signal);
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        new SecoResult(process.ExitCode, await output, error).Expect(ExitCode.Cancelled)
            .Says(isAtWork ? ["stopping when the step in hand is done", "What is finished is kept"] : ["What is finished is kept"]);
    }

    // Starts the program once for each moment and kills it a little after it has told of that moment.
    // Returns how often it was still alive, and what it had said in each start.
    private static async Task<(int Killed, string[] Said)> KillAt(string[] moments, string[] args, int seed)
    {
        Random random = new(seed);
        int killed = 0;
        List<string> said = [];
        foreach (string moment in moments)
        {
            using Process process = Seco.Start(args);
            Task output = process.StandardOutput.ReadToEndAsync();
            said.Add(await ReadUntil(process, moment) ?? throw new InvalidOperationException($"never came to '{moment}'"));
            Task error = process.StandardError.ReadToEndAsync();
            await Task.Delay(random.Next(0, 40));
            killed += process.HasExited ? 0 : 1;
            process.Kill();
            await process.WaitForExitAsync();
            await Task.WhenAll(output, error);
        }

        return (killed, [.. said]);
    }

    private static async Task<string?> ReadUntil(Process process, string moment)
    {
        StringBuilder said = new();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.StartsWith(moment, StringComparison.Ordinal))
            {
                return said.ToString();
            }
        }

        return null;
    }

    // A shell starts background jobs with SIGINT ignored, and children inherit that: there the other polite signal has to do.
    private static bool IsInterruptIgnored()
    {
        string ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (Convert.ToUInt64(ignored, 16) & (1UL << (Interrupt - 1))) != 0;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
