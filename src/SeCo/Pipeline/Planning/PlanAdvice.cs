using SeCo.Adaptation;
using SeCo.Aggregation;
using SeCo.Correction;

namespace SeCo.Pipeline.Planning;

/// <summary>Settings that bring a run within limits of time and memory. What each saves is worked out from what its stage was measured to take.</summary>
internal static class PlanAdvice
{
    /// <summary>The settings, those that cost least quality first, until the limits are kept or nothing is left to set.</summary>
    public static IReadOnlyList<PlanProposalRecord> Of(PlanRecord plan, RunOptions options, PlanOptions limits)
    {
        List<PlanProposalRecord> proposals = [];
        (double seconds, long memory) = (plan.Seconds, plan.Memory);
        if (limits.Memory is long bytes)
        {
            foreach ((string setting, string why, double factor) in ForMemory(plan, options, bytes).TakeWhile(_ => memory > bytes))
            {
                memory = (long)(memory * factor);
                proposals.Add(new PlanProposalRecord(setting, why, seconds, memory));
            }
        }

        if (limits.Budget is double budget)
        {
            foreach ((string setting, string why, double saved) in ForTime(plan, options, budget).TakeWhile(_ => seconds > budget))
            {
                seconds -= saved;
                proposals.Add(new PlanProposalRecord(setting, why, seconds, memory));
            }

            // Images are what is left: all stages take as long as there are images.
            if (seconds > budget && (int)(plan.Images * budget / seconds) is >= 2 and int images)
            {
                proposals.Add(new PlanProposalRecord(
                    $"dataset.limit={images}", $"the first {images} of {plan.Images} images; choose better ones with dataset.include", budget, memory));
            }
        }

        return proposals;
    }

    private static IEnumerable<(string Setting, string Why, double Saved)> ForTime(PlanRecord plan, RunOptions options, double budget)
    {
        double predict = Of(plan, "predict"), correct = Of(plan, "correct"), adapt = Of(plan, "adapt"), left = plan.Seconds;
        double views = options.Prediction.Scales.Sum(scale => scale * scale);
        if (predict > 0 && options.Prediction.Flip)
        {
            predict /= 2;
            left -= predict;
            yield return ("prediction.flip=false", "the mirror image is not looked at", predict);
        }

        if (predict > 0 && options.Prediction.Scales.Count > 1)
        {
            left -= predict - (predict / views);
            yield return ("prediction.scales=[1]", "each image is looked at once", predict - (predict / views));
        }

        if (options.Rounds > 1)
        {
            double later = plan.Seconds * (options.Rounds - 1) / options.Rounds;
            left -= later;
            yield return ("rounds=1", "later rounds are left out", later);
        }

        if (adapt > 0 && options.Adaptation is { Epochs: > 1 and int epochs })
        {
            int fitting = (int)Math.Clamp(epochs * (budget - (left - adapt)) / adapt, 1, epochs - 1);
            yield return ($"adaptation.epochs={fitting}", $"{epochs} are set", adapt * (epochs - fitting) / epochs);
        }

        if (correct > 0 && options.Correction.Folds > 2)
        {
            int folds = options.Correction.Folds;
            yield return ("correction.folds=2", "two classifiers instead of one for each fold", correct * (folds - 2) / folds);
        }

        if (options.Correction.Backbone != Backbone.Descriptors && correct > 0)
        {
            yield return ("correction.backbone=descriptors", "regions are described without a network", correct * 0.8);
        }

        if (options.Aggregation.Segmenter == SegmenterKind.Sam)
        {
            yield return ("aggregation.segmenter=built_in", "masks without Segment Anything, which are worse for objects", Of(plan, "aggregate") * 0.9);
        }
    }

    private static IEnumerable<(string Setting, string Why, double Factor)> ForMemory(PlanRecord plan, RunOptions options, long bytes)
    {
        string most = plan.Stages.MaxBy(stage => stage.Memory)!.Stage;
        if (most == "adapt" && options.Adaptation is { } adaptation)
        {
            for (int parts = adaptation.Accumulation * 2; parts <= adaptation.BatchSize; parts *= 2)
            {
                yield return ($"adaptation.accumulation={parts}", $"a step's {adaptation.BatchSize} images are computed in {parts} parts", 0.6);
            }

            yield return ($"adaptation.views.crop_width={adaptation.Views.CropWidth * 2 / 3}", "smaller crops; set crop_height with it", 0.7);
        }

        if (options.Threads != 1 && most != "adapt")
        {
            yield return ("threads=1", "one image at a time; takes longer", Math.Max(0.5, 1.0 / Environment.ProcessorCount));
        }

        if (most == "predict" && options.Prediction.Window is null or 0)
        {
            yield return ("prediction.window=512", "the network sees parts of an image", 0.6);
        }

        if (plan.Images > 2)
        {
            int images = Math.Max(2, (int)(plan.Images * (bytes / (double)plan.Memory)));
            yield return ($"dataset.limit={images}", "fewer images, whose regions are held together", 0.8);
        }
    }

    private static double Of(PlanRecord plan, string stage) => plan.Stages.FirstOrDefault(s => s.Stage == stage)?.Seconds ?? 0;
}
