using System.Diagnostics;
using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

/// <summary><c>mpirun seco adapt</c>, where there is an <c>mpirun</c>.</summary>
public sealed class AdaptCommandTests(SmallScenes scenes)
{
    private const string Weights = "adaptation/last.safetensors";

    private static readonly string[] Small =
    [
        "--quiet", "--set", "report.enabled=false", "--set", "adaptation.setting=supervised", "--set", "adaptation.network=unet-small",
        "--set", "adaptation.epochs=1", "--set", "adaptation.steps_per_epoch=10", "--set", "adaptation.batch_size=2", "--set", "adaptation.workers=1",
        "--set", "adaptation.checkpoint_every=1", "--set", "adaptation.views={crop_width: 64, crop_height: 64}", "--set", "adaptation.sync_batch_norm=true",
        "--set", "adaptation.optimizer.learning_rate=0.001",
    ];

    [Fact]
    public async Task Two_processes_train_what_one_does_and_go_on_to_the_same_bytes_where_one_of_them_was_killed()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        Assert.SkipUnless(OperatingSystem.IsLinux() && folders.Any(folder => File.Exists(Path.Combine(folder, "mpirun"))), "there is no mpirun here");
        string one = scenes.NewFolder(), whole = scenes.NewFolder(), killed = scenes.NewFolder();
        (await Seco.Run([.. scenes.Arguments("adapt", one), .. Small])).Expect(ExitCode.Done);
        (await Seco.RunProcess([.. scenes.Arguments("adapt", whole), .. Small], ByTwo)).Expect(ExitCode.Done);
        using (SafetensorsFile a = SafetensorsFile.Open(Path.Combine(one, Weights)), b = SafetensorsFile.Open(Path.Combine(whole, Weights)))
        {
            Assert.All(a.Names, name => Assert.All(
                a.Read(name).ToDoubles().Zip(b.Read(name).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 2e-4)));
        }

        string[] call = [.. scenes.Arguments("adapt", killed), .. Small];
        using (Process mpirun = Seco.Start(ByTwo, call))
        {
            Task<string> error = mpirun.StandardError.ReadToEndAsync();
            while (!File.Exists(Path.Combine(killed, "adaptation", "state.safetensors")) && !mpirun.HasExited)
            {
                await Task.Delay(5);
            }

            using Process victim = Process.GetProcessById(ChildrenOf(mpirun.Id).Max());
            victim.Kill();
            Assert.True(mpirun.WaitForExit(TimeSpan.FromMinutes(1)), "The others do not notice.");
            Assert.NotEqual(ExitCode.Done, mpirun.ExitCode);
            Assert.Contains("signal 9", await error, StringComparison.Ordinal);
        }

        (await Seco.RunProcess(call, ByTwo)).Expect(ExitCode.Done);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, Weights)), File.ReadAllBytes(Path.Combine(killed, Weights)));
    }

    private static void ByTwo(ProcessStartInfo start)
    {
        string[] arguments = ["--allow-run-as-root", "--oversubscribe", "-n", "2", start.FileName, .. start.ArgumentList];
        start.FileName = "mpirun";
        start.ArgumentList.Clear();
        Array.ForEach(arguments, start.ArgumentList.Add);
    }

    private static IEnumerable<int> ChildrenOf(int parent) =>
        from thread in Directory.EnumerateDirectories($"/proc/{parent}/task")
        from child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select int.Parse(child, System.Globalization.CultureInfo.InvariantCulture);
}
