using SeCo.Adaptation;
using SeCo.DrawnScenes;
using SeCo.Pipeline.Demo;

namespace SeCo.Cli.Commands;

/// <summary><c>seco demo</c>: the whole method on two domains that the program draws itself, with a source model that it trains itself.</summary>
internal static class DemoCommand
{
    private static readonly (string, AdaptationSetting)[] Settings =
        [("source-free", AdaptationSetting.SourceFree), ("uda", AdaptationSetting.Uda), ("black-box", AdaptationSetting.BlackBox)];

    private static readonly string DefaultFolder = Path.Combine("runs", "demo");

    private static readonly Option<ulong> Seed = CommonOptions.WithDefault("--seed", 1UL, "Seed of the scenes and of all training.");

    private static readonly Option<int> Images = CommonOptions.WithDefault(
        "--images",
        new DrawnDomainOptions().TargetImages,
        "Target scenes to learn from; half as many measure, and half as many again are the source.");

    public static Command Create()
    {
        Option<string> folder = new("--out", "-o")
        {
            Description = "The folder. A cancelled demonstration goes on where it was.", HelpName = "DIR", DefaultValueFactory = _ => DefaultFolder,
        };
        Option<string> setting = CommonOptions.WithDefault(
            "--setting",
            "source-free",
            "What is known besides the target's images: source-free (the model), uda (model and source images), black-box (the model's answers).",
            "source-free|uda|black-box");
        Option<int> steps = CommonOptions.WithDefault("--steps", 0, "Steps of each training; 0 for what gives the figures of the guide.");
        return CommonOptions.Command("demo", """
            See SeCo work, without any data: draws street scenes of two towns in different light, trains a small model with the labels of one, adapts it to the
            other without labels, and measures it on scenes kept out of training, beside simpler ways. Takes some minutes on two cores.

              seco demo --out runs/demo
              seco demo --setting black-box --seed 2 --out runs/demo-2
            """, [folder, setting, Seed, Images, steps, CommonOptions.Threads, CommonOptions.Json, Data()], async (parsed, cancellationToken) =>
        {
            DemoOptions options = new()
            {
                Setting = CommonOptions.OneOf("--setting", parsed.GetRequiredValue(setting), Settings), Data = Drawn(parsed),
                Threads = parsed.GetValue(CommonOptions.Threads),
            };
            if (parsed.GetValue(steps) is int count and not 0)
            {
                options = options with { SourceSteps = count, TargetSteps = count };
            }

            UsageException.Check(options, o => o.Validate());
            bool isChosen = parsed.GetResult(folder) is { Implicit: false };
            DemoSummary summary = await parsed.Watch(progress => Run(options, parsed.GetRequiredValue(folder), isChosen, progress, cancellationToken));
            if (parsed.GetValue(CommonOptions.Json))
            {
                parsed.Print(summary.WriteJson);
            }
            else if (!parsed.Quiet)
            {
                DemoTables.Show(parsed.Output, summary);
            }

            return ExitCode.Done;
        });
    }

    private static async Task<DemoSummary> Run(
        DemoOptions options, string folder, bool isChosen, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        for (int number = 2; ; number++)
        {
            DemoFolder target = new(folder);
            using RunLog log = new(Path.Combine(target.Path, "demo.log"), null, progress.Clear);
            try
            {
                return await new DemoRun(options, target, log).RunAsync(progress, cancellationToken);
            }
            catch (FolderInUseException) when (!isChosen)
            {
                folder = $"{DefaultFolder}-{number}"; // nobody chose the folder that another demonstration is at work in
            }
        }
    }

    private static Command Data()
    {
        Option<string> folder = CommonOptions.Out("The folder.");
        return CommonOptions.Command("data", """
            Write the drawn scenes of both domains as plain folders, with class set and settings that seco run takes.

              seco demo data --out drawn
              seco run drawn/source-model.yaml --out drawn/source-model
              seco run drawn/source-free.yaml --out runs/drawn
            """, [folder, Seed, Images], async (parsed, cancellationToken) =>
        {
            DemoOptions options = UsageException.Check(new DemoOptions { Data = Drawn(parsed) }, o => o.Validate());
            string target = parsed.GetRequiredValue(folder);
            using IDisposable alone = OutputFolder.Take(target);
            await parsed.Watch(progress => Task.Run(() => DemoData.Write(target, options, progress, cancellationToken), cancellationToken));
            return ExitCode.Done;
        });
    }

    private static DrawnDomainOptions Drawn(ParseResult parsed)
    {
        int images = parsed.GetValue(Images);
        return new DrawnDomainOptions
        {
            Seed = parsed.GetValue(Seed), TargetImages = images, ValidationImages = Math.Max(1, images / 2), SourceImages = images + (images / 2),
        };
    }
}
