namespace SeCo.Adaptation.Loading;

/// <summary>What one step (or one part of a step, with accumulation) trains on; every method has a kind of its own. All have labelled crops, in UDA of the
/// source.</summary>
internal abstract record TrainingBatch(CropBatch Labelled)
{
    public virtual int Images => Labelled.Count;
}

/// <summary>Makes the batches of a method. Called from several threads at once.</summary>
internal interface IBatchSource
{
    /// <summary>Steps until every image of the larger set was seen once.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The batch of a part of a step, both counted from 0. It follows from seed, step and part alone, so that a resumed run sees what an
    /// uninterrupted one does.</summary>
    TrainingBatch Make(long step, int part, CancellationToken cancellationToken);
}

/// <summary>What the batches of methods have in common: whose turn it is, and who makes the crops.</summary>
internal abstract class BatchSource(BatchInput input, int largest) : IBatchSource
{
    public int StepsPerEpoch => Plan.StepsPerEpoch;

    protected BatchPlan Plan { get; } = input.Plan(largest);

    protected CropMaker Crops => input.Crops;

    public abstract TrainingBatch Make(long step, int part, CancellationToken cancellationToken);

    protected CropBatch NewBatch() => Crops.Batch(Plan.PartSize);

    /// <summary>Makes the crops of a part, one after the other.</summary>
    protected void Each(Action<CropWorker, int> make, CancellationToken cancellationToken) => Crops.Each(Plan.PartSize, make, cancellationToken);
}
