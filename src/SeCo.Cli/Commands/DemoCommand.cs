using System.CommandLine;
using SeCo.Cli.Rendering;
using SeCo.Configuration;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.Datasets.DrawnScenes;
using SeCo.Pipeline;

namespace SeCo.Cli.Commands;

/// <summary><c>seco demo</c>: the whole core on street scenes that the program draws itself.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<string> folder = new("--out", "-o") { Description = "The run folder.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("runs", "demo") };
        Option<int> images = new("--images") { Description = "Scenes to draw.", DefaultValueFactory = _ => 40 };
        Option<ulong> seed = new("--seed") { Description = "Seed of the scenes and of the training.", DefaultValueFactory = _ => 1 };
        Command command = new("demo", """
            See SeCo work, without any data: draws street scenes with ground truth and the speckled, wrong predictions of a model from elsewhere,
            then runs all stages on them and measures each.

              seco demo --out runs/demo
            """)
        {
            folder, images, seed, CommonOptions.Set, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string run = parsed.GetRequiredValue(folder);
            RunFolder target = new(run); // before anything is drawn into a folder that is somebody's
            DrawnSceneOptions scenes = new() { Count = parsed.GetValue(images), Seed = parsed.GetValue(seed) };
            ProgressDisplay drawing = ProgressDisplay.On(parsed.InvocationConfiguration.Error, parsed.GetValue(CommonOptions.Quiet));
            DatasetOptions dataset = await Task.Run(() => DrawnSceneWriter.Write(Path.Combine(target.Path, "data"), scenes, drawing, cancellationToken), cancellationToken);
            RunOptions options = OptionsBinder.Apply(Settings(dataset with { Limit = scenes.Count }, scenes.Seed), parsed.GetValue(CommonOptions.Set) ?? []);
            using RunSession session = RunSession.Open(parsed, options, run);
            session.Show(await session.Run(pipeline => pipeline.RunAsync(session.Progress, cancellationToken)));
            return ExitCode.Done;
        });
        return command;
    }

    private static RunOptions Settings(DatasetOptions dataset, ulong seed) => new()
    {
        Seed = seed,
        Dataset = dataset,
        Correction = new CorrectionOptions { Backbone = Backbone.Descriptors, Folds = 5, ClassBalance = 0.5 },
    };
}
