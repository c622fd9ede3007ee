using SeCo.Aggregation;
using SeCo.Correction;

namespace SeCo.Pipeline.Planning;

/// <summary>Settings that bring a run within limits of time and memory. What each saves is worked out from what its stage was measured to take.</summary>
internal static class PlanAdvice
{
    /// <summary>The settings, those that cost least quality first, until the limits are kept or nothing is left to set. Each saves something, and a run takes
    /// it together with those before it.</summary>
    public static IReadOnlyList<PlanProposalRecord> Of(PlanRecord plan, RunOptions options, PlanOptions limits)
    {
        List<PlanProposalRecord> proposals = [];
        IReadOnlyList<PlannedStageRecord> stages = plan.Stages;
        RunOptions changed = options;
        if (limits.Memory is long memory)
        {
            Propose(ForMemory(options), Memory, memory);
        }

        if (limits.Budget is double budget)
        {
            Propose(ForTime(plan, options, budget, () => stages), Seconds, budget);
        }

        return proposals;

        void Propose(IEnumerable<Change> changes, Func<IReadOnlyList<PlannedStageRecord>, double> of, double limit)
        {
            foreach (Change change in changes.TakeWhile(_ => of(stages) > limit))
            {
                PlannedStageRecord[] then = [.. stages.Select(change.On)];
                if (of(then) < of(stages) && With(changed, change.Setting) is { } accepted)
                {
                    (stages, changed) = (then, accepted);
                    proposals.Add(new PlanProposalRecord(change.Setting, change.Why, Seconds(stages), (long)Memory(stages)));
                }
            }
        }
    }

    private static IEnumerable<Change> ForMemory(RunOptions options)
    {
        if (options.Adaptation is { } adaptation)
        {
            int before = adaptation.Accumulation;
            for (int parts = before + 1; parts <= adaptation.BatchSize; parts++)
            {
                if (adaptation.BatchSize % parts == 0)
                {
                    yield return new($"adaptation.accumulation={parts}", $"a step's {adaptation.BatchSize} images are computed in {parts} parts",
                        In("adapt", memory: Math.Pow(0.6, Math.Log2(parts / (double)before))));
                    before = parts;
                }
            }
        }

        if (options.Threads != 1)
        {
            double share = Math.Max(0.5, 1.0 / Environment.ProcessorCount);
            yield return new("threads=1", "one image at a time; takes longer", stage => stage.Stage == "adapt" ? stage
                : stage with { Memory = (long)(stage.Memory * share), Seconds = Math.Max(stage.Seconds, stage.ProcessorSeconds) });
        }

        if (options.Prediction.Window is null or 0)
        {
            // By default windows lie two thirds of their side apart.
            yield return new("prediction.window=512", "the network sees parts of an image", In("predict", 1.5 * 1.5, 0.6));
        }
    }

    private static IEnumerable<Change> ForTime(PlanRecord plan, RunOptions options, double budget, Func<IReadOnlyList<PlannedStageRecord>> stages)
    {
        if (options.Prediction.Flip)
        {
            yield return new("prediction.flip=false", "the mirror image is not looked at", In("predict", 0.5));
        }

        if (options.Prediction.Scales.Count > 1)
        {
            double views = options.Prediction.Scales.Sum(scale => scale * scale);
            yield return new("prediction.scales=[1]", "each image is looked at once", In("predict", 1 / views));
        }

        if (options.Rounds > 1)
        {
            yield return new("rounds=1", "later rounds are left out", In(null, 1.0 / options.Rounds));
        }

        if (options.Adaptation is { Epochs: > 1 and int epochs })
        {
            double adapt = SecondsOf("adapt");
            int fitting = (int)Math.Clamp(epochs * (budget - (Seconds(stages()) - adapt)) / adapt, 1, epochs - 1);
            yield return new($"adaptation.epochs={fitting}", $"{epochs} are set", In("adapt", (double)fitting / epochs));
        }

        if (options.Correction is { Folds: > 2 and int folds, EffectiveTraining: ClassifierTraining.Windows })
        {
            yield return new("correction.folds=2", "two classifiers instead of one for each fold", In("correct", 2.0 / folds));
        }

        if (options.Correction.Backbone != Backbone.Descriptors)
        {
            yield return new("correction.backbone=descriptors", "regions are described without a network", In("correct", 0.2));
        }

        if (options.Aggregation.Segmenter == SegmenterKind.Sam)
        {
            yield return new("aggregation.segmenter=built_in", "masks without Segment Anything, which are worse for objects", In("aggregate", 0.1));
        }

        // Images are what is left: all stages take as long as there are images, but for a training whose steps are given.
        string? steady = options.Adaptation is { StepsPerEpoch: > 0 } ? "adapt" : null;
        double still = SecondsOf(steady), share = (budget - still) / (Seconds(stages()) - still);
        if ((int)(plan.Images * share) is >= 2 and int images)
        {
            yield return new($"dataset.limit={images}", $"the first {images} of {plan.Images} images; choose better ones with dataset.include",
                stage => stage.Stage == steady ? stage : stage with { Seconds = stage.Seconds * share });
        }

        double SecondsOf(string? name) => stages().FirstOrDefault(s => s.Stage == name)?.Seconds ?? 0;
    }

    private static double Seconds(IReadOnlyList<PlannedStageRecord> stages) => stages.Sum(s => s.Seconds);

    private static double Memory(IReadOnlyList<PlannedStageRecord> stages) => stages.Select(s => s.Memory).DefaultIfEmpty().Max();

    // Of a stage, or of all.
    private static Func<PlannedStageRecord, PlannedStageRecord> In(string? stage, double time = 1, double memory = 1) =>
        s => stage is null || s.Stage == stage ? s with { Seconds = s.Seconds * time, Memory = (long)(s.Memory * memory) } : s;

    /// <summary>The options with a setting; null where a run would refuse them.</summary>
    private static RunOptions? With(RunOptions options, string setting)
    {
        try
        {
            RunOptions changed = OptionsBinder.Apply(options, [setting]);
            changed.Validate();
            return changed;
        }
        catch (ArgumentException)
        {
            return null; // a setting that goes with others only, as the backbone with its weights
        }
    }

    private sealed record Change(string Setting, string Why, Func<PlannedStageRecord, PlannedStageRecord> On);
}
