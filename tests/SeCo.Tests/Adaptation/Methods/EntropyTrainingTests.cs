using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation;
using SeCo.Testing;
using SeCo.Tests.Adaptation.Training;
using SeCo.Tests.Prediction;
using SeCo.Storage;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

/// <summary>The example of docs/adding-a-training-method.md.</summary>
public sealed class EntropyTrainingTests : PredictionTest
{
    [Fact]
    public void The_page_shows_the_example_as_it_is()
    {
        string root = SharedData.RepositoryRoot;
        string page = File.ReadAllText(Path.Combine(root, "docs", "adding-a-training-method.md"));
        string example = File.ReadAllText(Path.Combine(root, "tests", "SeCo.Tests", "Adaptation", "Methods", "EntropyTraining.cs"));
        Assert.Contains($"```csharp\n{example.Trim()}\n```", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_trains_goes_on_after_a_kill_and_is_measured()
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder);
        AdaptationSummary whole = await Adaptation().RunAsync(input, Student, folder["whole"]);
        using (StopAfter stop = new(3))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Adaptation().RunAsync(input, Student, folder["killed"], stop, stop.Token));
        }

        AdaptationSummary killed = await Adaptation().RunAsync(input, Student, folder["killed"]);
        Assert.Equal(6, whole.Steps);
        Assert.True(double.IsFinite(whole.Last.Loss));
        Assert.NotNull(whole.Last.ValidationMiou);
        Assert.Equal(File.ReadAllBytes(whole.LastWeights), File.ReadAllBytes(killed.LastWeights));
    }

    [Fact]
    public async Task Its_needs_are_told()
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder) with { Unlabelled = [] };
        SeCo.Storage.DatasetException fault =
            await Assert.ThrowsAsync<SeCo.Storage.DatasetException>(() => Adaptation().RunAsync(input, Student, folder["out"]));
        Assert.Contains("method entropy needs unlabelled images", fault.Message, StringComparison.Ordinal);
    }

    private static StudentSource Student { get; } = new() { Network = "espnet" };

    private static DomainAdaptation Adaptation()
    {
        AdaptationOptions options = new()
        {
            Setting = AdaptationSetting.BlackBox,
            Epochs = 2,
            StepsPerEpoch = 3,
            BatchSize = 2,
            CheckpointEvery = 2,
            Views = new ViewOptions { CropWidth = 32, CropHeight = 32 },
            Optimizer = new OptimizerOptions { LearningRate = 0.01 },
        };
        return new DomainAdaptation(TinyTraining.Classes, options, new StageEnvironment(7, Device.Cpu, 1, NullLogger.Instance), new EntropyTraining());
    }
}
