using SeCo.Adaptation.Training;

namespace SeCo.Pipeline.Planning;

/// <summary>How many items the whole run has, and how many of them are tried: images of the dataset, images that models are measured on; steps of the
/// training and epochs of it that are measured; images that the report shows.</summary>
internal sealed record PlanCounts(int Images, int Tried, int Measured, int TriedMeasured, long Steps, int MeasuredEpochs, int Shown)
{
    /// <summary>The items that a step will have in the run.</summary>
    /// <param name="step">The step as it was tried.</param>
    /// <param name="adapts">Whether it belongs to stage 4, whose steps go over the images that models are measured on, after each such epoch.</param>
    public double Of(TimedStep step, bool adapts) => step.IsTraining ? Steps
        : step is { Stage: "report", Name: "pictures" or "regions" } ? Math.Max(step.Total, Shown)
        : !adapts ? step.Total * (double)Images / Tried
        : step.Stage == "split" ? Images
        : step.Total * (double)Measured / TriedMeasured * (step.Stage == TrainingLoop.Stage ? MeasuredEpochs : 1);
}
