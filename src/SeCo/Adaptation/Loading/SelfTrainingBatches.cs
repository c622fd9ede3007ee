using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Loading;

/// <summary>Batches of <see cref="AdaptationMethod.SelfTraining"/>: labelled crops, and the same in their own colours where the running mean is asked about them.</summary>
internal sealed class SelfTrainingBatches : IBatchSource
{
    private readonly LabelledCrops _labelled;
    private readonly BatchPlan _plan;
    private readonly CropMaker _crops;

    /// <summary>Creates the source.</summary>
    /// <param name="labelled">The labelled crops; with <see cref="HasOwnColors"/> their padding is marked by <see cref="CropBatch.Padding"/>.</param>
    /// <param name="plan">How many make a batch.</param>
    /// <param name="crops">Makes the crops.</param>
    public SelfTrainingBatches(LabelledCrops labelled, BatchPlan plan, CropMaker crops)
    {
        _labelled = labelled;
        _plan = plan;
        _crops = crops;
    }

    /// <summary>Whether batches have <see cref="TrainingBatch.Weak"/>: the labelled crops before their colours were changed, whose labels mark padding.</summary>
    public bool HasOwnColors { get; init; }

    /// <inheritdoc/>
    public int StepsPerEpoch => _plan.StepsPerEpoch;

    /// <inheritdoc/>
    public TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        if (!HasOwnColors)
        {
            return new TrainingBatch { Labelled = _labelled.Make(step, part, cancellationToken) };
        }

        CropBatch labelled = new(_plan.PartSize, _crops.Size), own = new(_plan.PartSize, _crops.Size);
        CropBench bench = _crops.Rent();
        for (int i = 0; i < labelled.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomSource random = _labelled.Read(bench, step, part, i);
            bench.Write(bench.Weak, own, i);
            _labelled.Write(bench, random, labelled, i);
        }

        _crops.Return(bench);
        labelled.Labels.AsSpan().Replace(CropBatch.Padding, LabelMap.Ignore);
        return new TrainingBatch { Labelled = labelled, Weak = own };
    }
}
