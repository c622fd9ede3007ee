namespace SeCo.Adaptation.Loading;

/// <summary>Makes the batches of a method. Called from several threads at once.</summary>
internal interface IBatchSource
{
    /// <summary>Steps until every image of the larger set was seen once.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The batch of a part of a step: it follows from the seed, the step and the part alone, so that a resumed run sees what an undisturbed one does.</summary>
    /// <param name="step">Number of the step from 0, over all epochs.</param>
    /// <param name="part">Number of the part from 0, below <see cref="AdaptationOptions.Accumulation"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    TrainingBatch Make(long step, int part, CancellationToken cancellationToken);
}
