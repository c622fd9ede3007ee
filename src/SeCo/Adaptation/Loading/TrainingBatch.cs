namespace SeCo.Adaptation.Loading;

/// <summary>What one step (or one part of a step, with accumulation) trains on; every method has a kind of its own.</summary>
/// <param name="Labelled">Crops with labels: of the labelled set, or of the source in UDA.</param>
internal abstract record TrainingBatch(CropBatch Labelled)
{
    /// <summary>Images that are trained on.</summary>
    public virtual int Images => Labelled.Count;
}

/// <summary>Makes the batches of a method. Called from several threads at once.</summary>
internal interface IBatchSource
{
    /// <summary>Steps until every image of the larger set was seen once.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The batch of a part of a step. It follows from seed, step and part alone, so that a resumed run sees what an uninterrupted one does.</summary>
    /// <param name="step">Number of the step from 0, over all epochs.</param>
    /// <param name="part">Number of the part from 0, below <see cref="AdaptationOptions.Accumulation"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    TrainingBatch Make(long step, int part, CancellationToken cancellationToken);
}

/// <summary>What the batches of methods have in common: whose turn it is, and who makes the crops.</summary>
internal abstract class BatchSource(BatchInput input, int largest) : IBatchSource
{
    public int StepsPerEpoch => Plan.StepsPerEpoch;

    protected BatchPlan Plan { get; } = input.Plan(largest);

    protected CropMaker Crops => input.Crops;

    public abstract TrainingBatch Make(long step, int part, CancellationToken cancellationToken);

    /// <summary>Empty crops for a part of a step.</summary>
    protected CropBatch NewBatch() => Crops.Batch(Plan.PartSize);

    /// <summary>Makes the crops of a part, one after the other.</summary>
    protected void Each(Action<CropWorker, int> make, CancellationToken cancellationToken) => Crops.Each(Plan.PartSize, make, cancellationToken);
}
