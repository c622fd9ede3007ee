using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Correction;
using SeCo.Correction.Classifier;
using SeCo.Correction.Regions;
using SeCo.Correction.Windows;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Storage;
using SeCo.Torch;
using SeCo.Torch.Optim;

namespace SeCo.Benchmarks.Goals;

/// <summary>The window loader against the training step that it feeds: ResNet-18, 64 windows of 256 x 128 pixels.</summary>
internal static class TrainingGoals
{
    private const int Batch = 64, Width = 256, Height = 128, Classes = 19, Batches = 30, Steps = 3, Goal = 5;

    /// <summary>Measures both, each alone.</summary>
    public static IEnumerable<GoalRow> Measure()
    {
        CorrectionBenchmarks drawn = new();
        drawn.Draw();
        ConnectedRegion[] regions = [.. drawn.Regions.Where(region => region.Area > 50)];
        WindowLoader loader = new(_ => new WindowImage(drawn.Image, regions), new WindowOptions(Width, Height), Batch);
        RegionRow[] rows = [.. new RegionTable([regions]).Rows];
        WindowRequest[] requests = [.. Enumerable.Range(0, Batch * Batches).Select(i => new WindowRequest(rows[i * 7 % rows.Length], i % 2 == 0))];
        double load = Clock.Median(3, () => Drain(loader, requests)) / Batches;
        double step = TrainingStep(loader, requests);
        yield return new GoalRow($"window loader, one thread, {Batch} windows of {Width} x {Height}", $"{load:F1} ms");
        yield return new GoalRow($"ResNet-18 training step, {Batch} windows of {Width} x {Height}", $"{step:F0} ms");
        yield return new GoalRow("the loader is faster by", $"{step / load:F0} times", $"{Goal} times", step / load >= Goal);
    }

    private static void Drain(WindowLoader loader, WindowRequest[] requests)
    {
        foreach (WindowBatch batch in loader.Load(requests))
        {
            batch.Dispose();
        }
    }

    /// <summary>The median time of a step, from a batch that is ready to new weights.</summary>
    private static double TrainingStep(WindowLoader loader, WindowRequest[] requests)
    {
        CorrectionOptions options = new() { Backbone = Backbone.ResNet18, Training = ClassifierTraining.Windows };
        RandomSource random = new(1);
        using RegionClassifier network =
            BackboneFactory.CreateClassifier(options, Classes, new StageEnvironment(1, Device.Cpu, 1, NullLogger.Instance), random);
        using Sgd optimiser = new([new ParameterGroup(network.NamedParameters())], options.Windows.Momentum, options.Windows.WeightDecay, nesterov: true);
        using WindowBatch batch = loader.Load(requests[..Batch]).Single();
        long[] targets = [.. Enumerable.Range(0, Batch).Select(i => (long)(i % Classes))];
        network.Train();
        return Clock.Median(Steps, () =>
        {
            using TensorScope scope = TensorScope.Open();
            Tensor windows = Tensor.From<float>(batch.Images, Batch, 3, Height, Width).ToMemoryFormat(MemoryFormat.ChannelsLast);
            Tensor masks = Tensor.From<float>(batch.Masks, Batch, 1, Height, Width);
            network.Forward(windows, masks).CrossEntropy(Tensor.From(targets, Batch), labelSmoothing: options.Windows.LabelSmoothing).Backward();
            optimiser.Step(options.Windows.BodyLearningRate);
            optimiser.ClearGrad();
        });
    }
}
