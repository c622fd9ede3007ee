namespace SeCo.Adaptation.Loading;

/// <summary>Batches of <see cref="AdaptationMethod.SelfTraining"/>: labelled crops alone.</summary>
internal sealed class SelfTrainingBatches : IBatchSource
{
    private readonly LabelledCrops _labelled;

    /// <summary>Creates the source.</summary>
    /// <param name="labelled">The labelled crops.</param>
    /// <param name="plan">How many make a batch.</param>
    public SelfTrainingBatches(LabelledCrops labelled, BatchPlan plan)
    {
        _labelled = labelled;
        StepsPerEpoch = plan.StepsPerEpoch;
    }

    /// <inheritdoc/>
    public int StepsPerEpoch { get; }

    /// <inheritdoc/>
    public TrainingBatch Make(long step, int part, CancellationToken cancellationToken) => new() { Labelled = _labelled.Make(step, part, cancellationToken) };
}
