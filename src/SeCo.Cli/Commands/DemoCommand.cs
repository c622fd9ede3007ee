using System.CommandLine;
using SeCo.Adaptation;
using SeCo.Cli.Rendering;
using SeCo.DrawnScenes;
using SeCo.Pipeline.Demo;

namespace SeCo.Cli.Commands;

/// <summary><c>seco demo</c>: the whole method on two domains that the program draws itself, with a source model that it trains itself.</summary>
internal static class DemoCommand
{
    private static readonly Dictionary<string, AdaptationSetting> Settings = new(StringComparer.Ordinal)
    {
        ["source-free"] = AdaptationSetting.SourceFree, ["uda"] = AdaptationSetting.Uda, ["black-box"] = AdaptationSetting.BlackBox,
    };

    public static Command Create()
    {
        Option<string> folder = new("--out", "-o") { Description = "The folder. A cancelled demonstration goes on where it was.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("runs", "demo") };
        Option<string> setting = new("--setting") { Description = "What is known besides the target's images: source-free (the model), uda (model and source images), black-box (the model's answers).", DefaultValueFactory = _ => "source-free" };
        setting.AcceptOnlyFromAmong([.. Settings.Keys]);
        Option<ulong> seed = Seed();
        Option<int> images = Images();
        Option<int> steps = new("--steps") { Description = "Steps of each training; 0 for what gives the figures of the guide.", DefaultValueFactory = _ => 0 };
        Option<int> threads = new("--threads") { Description = "Processor threads; 0 is one for each core.", DefaultValueFactory = _ => 0 };
        Command command = new("demo", """
            See SeCo work, without any data: draws street scenes of two towns in different light, trains a small model with the labels of one, adapts it to the
            other without labels, and measures it on scenes that nothing has learnt from, beside simpler ways. Takes some minutes on two cores.

              seco demo --out runs/demo
              seco demo --setting black-box --seed 2 --out runs/demo-2
            """)
        {
            folder, setting, seed, images, steps, threads, CommonOptions.Json, Data(),
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DemoFolder target = new(parsed.GetRequiredValue(folder));
            DemoOptions options = new() { Setting = Settings[parsed.GetRequiredValue(setting)], Data = Drawn(parsed.GetValue(seed), parsed.GetValue(images)), Threads = parsed.GetValue(threads) };
            if (parsed.GetValue(steps) is int count and not 0)
            {
                options = options with { SourceSteps = count, TargetSteps = count };
            }

            CheckUsage(options.Validate);
            bool quiet = parsed.GetValue(CommonOptions.Quiet);
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, quiet);
            Directory.CreateDirectory(target.Data);
            using RunLog log = new(Path.Combine(target.Path, "demo.log"), null, progress.Clear);
            DemoSummary summary = await new DemoRun(options, target, log).RunAsync(progress, cancellationToken);
            progress.Clear();
            DemoTables.Show(parsed.InvocationConfiguration.Output, summary, parsed.GetValue(CommonOptions.Json), quiet);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Data()
    {
        Option<string> folder = new("--out", "-o") { Description = "The folder.", HelpName = "DIR", Required = true };
        Option<ulong> seed = Seed();
        Option<int> images = Images();
        Command command = new("data", """
            Write the drawn scenes of both domains as plain folders, with class set and settings that seco run takes.

              seco demo data --out drawn
              seco run drawn/source-model.yaml --out drawn/source-model
              seco run drawn/source-free.yaml --out runs/drawn
            """)
        {
            folder, seed, images,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DemoOptions options = new() { Data = Drawn(parsed.GetValue(seed), parsed.GetValue(images)) };
            CheckUsage(options.Validate);
            string target = parsed.GetRequiredValue(folder);
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, parsed.GetValue(CommonOptions.Quiet));
            await Task.Run(() => DemoData.Write(target, options, progress, cancellationToken), cancellationToken);
            progress.Clear();
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<ulong> Seed() => new("--seed") { Description = "Seed of the scenes and of all training.", DefaultValueFactory = _ => 1 };

    private static Option<int> Images() => new("--images") { Description = "Target scenes to learn from; half as many measure, and half as many again are the source.", DefaultValueFactory = _ => new DrawnDomainOptions().TargetImages };

    private static DrawnDomainOptions Drawn(ulong seed, int images) =>
        new() { Seed = seed, TargetImages = images, ValidationImages = Math.Max(1, images / 2), SourceImages = images + (images / 2) };

    private static void CheckUsage(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }
    }
}
