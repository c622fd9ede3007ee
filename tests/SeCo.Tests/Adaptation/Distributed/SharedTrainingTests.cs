using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation;
using SeCo.Adaptation.Distributed;
using SeCo.Checkpoints;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Adaptation.Training;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Distributed;

/// <summary>Several processes, here threads, train what one trains.</summary>
public sealed class SharedTrainingTests : PredictionTest
{
    private static readonly AdaptationOptions Small = new()
    {
        Setting = AdaptationSetting.BlackBox,
        Epochs = 1,
        StepsPerEpoch = 2,
        BatchSize = 4,
        SyncBatchNorm = true,
        Views = new ViewOptions { CropWidth = 32, CropHeight = 32 },
        Optimizer = new OptimizerOptions { LearningRate = 0.01 },
        Selection = new SelectionOptions { Criterion = SelectionCriterion.PseudoLabels },
    };

    public static TheoryData<string, int, AdaptationOptions> Trainings => new()
    {
        { "hard pixels are the hardest of all", 2, Small with { Method = AdaptationMethod.SelfTraining, UniMatch = new() { HardMinimum = 3000 } } },
        { "uneven shares, parts, weights", 3, Small with
        {
            Method = AdaptationMethod.SelfTraining, BatchSize = 8, Accumulation = 2, UniMatch = new() { HardThreshold = 0 },
            Average = 0.9, SelfTraining = new() { FillGaps = true, ConfidenceThreshold = 0.2, FillFromStep = 1 }, ClassBalance = new() { Exponent = 0.3 },
        } },
        { "boxes of the next image", 2, Small with
        {
            UniMatch = new() { HardMinimum = 100, ConfidenceThreshold = 0.2 }, Views = Small.Views with { CutMix = 1 },
        } },
        { "a mean teacher", 2, Small with
        {
            Method = AdaptationMethod.MeanTeacher, Setting = AdaptationSetting.Uda, MeanTeacher = new() { ConfidenceThreshold = 0.3 },
        } },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Shares_of_a_batch_train_as_the_whole_does_within_sums_of_floats(string what, int processes, AdaptationOptions options)
    {
        using TempFolder folder = new();
        AdaptationInput input = Input(folder);
        AdaptationSummary one = Train(Ranks.Alone, options, input, folder["one"]);
        AdaptationSummary[] many = ThreadRanks.Run(processes, ranks => Train(ranks, options, input, folder["many"]));
        Assert.True(Distance(one.LastWeights, many[0].LastWeights) < 2e-4, what);
        Assert.All(many, m => Assert.Equal(many[0].Best, m.Best with { ValidationIou = many[0].Best.ValidationIou }));
        Assert.Equal(one.Last.Loss, many[0].Last.Loss, 1e-4 * one.Last.Loss);
    }

    [Fact]
    public void With_norms_of_each_share_another_network_comes_out_and_a_killed_training_of_several_goes_on_to_the_same_bytes()
    {
        using TempFolder folder = new();
        AdaptationInput input = Input(folder);
        AdaptationOptions options = Small with { SyncBatchNorm = false, Epochs = 2, CheckpointEvery = 1, Average = 0.9 };
        AdaptationSummary whole = ThreadRanks.Run(2, ranks => Train(ranks, options, input, folder["whole"]))[0];
        Assert.True(Distance(Train(Ranks.Alone, options, input, folder["one"]).LastWeights, whole.LastWeights) > 2e-4);
        Assert.ThrowsAny<OperationCanceledException>(() => ThreadRanks.Run(2, ranks =>
        {
            using StopAfter stop = new(ranks.IsFirst ? 3 : int.MaxValue);
            return ranks.IsFirst ? Train(ranks, options, input, folder["killed"], stop) : Train(ranks, options, input, folder["killed"]);
        }));
        AdaptationSummary killed = ThreadRanks.Run(2, ranks => Train(ranks, options, input, folder["killed"]))[0];
        Assert.Equal(File.ReadAllBytes(whole.LastWeights), File.ReadAllBytes(killed.LastWeights));

        // Other numbers of processes take the checkpoint as it is.
        Assert.Equal(4, Train(Ranks.Alone, options, input, folder["killed"]).Steps);
    }

    [Fact]
    public void A_batch_that_has_fewer_images_than_there_are_processes_is_refused()
    {
        using TempFolder folder = new();
        AdaptationInput input = Input(folder);
        Assert.Contains("batch_size 4 in 2 parts cannot be shared by 3 processes", Assert.Throws<ArgumentException>(
            () => ThreadRanks.Run(3, ranks => Train(ranks, Small with { Accumulation = 2 }, input, folder["out"]))).Message, StringComparison.Ordinal);
    }

    private static AdaptationInput Input(TempFolder folder)
    {
        AdaptationInput input = TinyTraining.Input(folder);
        return input with { Source = input.Validation };
    }

    private static AdaptationSummary Train(Ranks ranks, AdaptationOptions options, AdaptationInput input, string folder, StopAfter? stop = null) =>
        new DomainAdaptation(TinyTraining.Classes, options, new StageEnvironment(7, Device.Cpu, 1, NullLogger.Instance)) { Ranks = ranks }
            .RunAsync(input, new StudentSource { Network = "espnet" }, folder, stop, stop?.Token ?? default).GetAwaiter().GetResult();

    /// <summary>The greatest difference between weights of two files.</summary>
    private static double Distance(string one, string other)
    {
        using SafetensorsFile a = SafetensorsFile.Open(one), b = SafetensorsFile.Open(other);
        return a.Names.Max(name => a.Read(name).ToDoubles().Zip(b.Read(name).ToDoubles(), (x, y) => Math.Abs(x - y)).Max());
    }
}
