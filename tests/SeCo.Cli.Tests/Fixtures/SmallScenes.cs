using SeCo.DrawnScenes;
using SeCo.Datasets;
using SeCo.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SeCo.Cli.Tests.Fixtures.SmallScenes))]

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>Eight small drawn scenes with their settings, and a run over them that nothing has disturbed.</summary>
public sealed class SmallScenes : IAsyncLifetime
{
    /// <summary>How many scenes there are.</summary>
    public const int Count = 8;

    private readonly TempFolder _temp = new();

    /// <summary>The dataset.</summary>
    public string Data => _temp["data"];

    /// <summary>A file of settings for the scenes, fast and with one thread.</summary>
    public string Configuration => _temp["scenes.yaml"];

    /// <summary>The folder of the undisturbed run.</summary>
    public string Baseline => _temp["baseline"];

    /// <summary>A path that no test has used.</summary>
    public string NewFolder() => _temp[Path.GetRandomFileName()];

    /// <summary>The arguments of a call over the scenes.</summary>
    public string[] Arguments(string verb, string folder, params string[] more) => [verb, Configuration, "--out", folder, .. more];

    /// <summary>Draws scenes into a folder and writes their settings.</summary>
    public static void Draw(string data, string configuration, int count)
    {
        DatasetOptions dataset = DrawnSceneWriter.Write(data, new DrawnSceneOptions { Count = count, Width = 160, Height = 96 });
        File.WriteAllText(configuration, $"""
            seed: 3
            device: cpu
            threads: 1
            dataset:
              root: {data}
              split: {dataset.Split}
              classes: {dataset.Classes}
              images: {dataset.Images}
              truth: {dataset.Truth}
              predictions:
                labels: {dataset.Predictions.Labels}
                confidence: {dataset.Predictions.Confidence}
            correction:
              backbone: descriptors
              folds: 2
            """);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Draw(Data, Configuration, Count);
        (await Seco.Run(Arguments("run", Baseline))).Expect(ExitCode.Done);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }
}
