using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;
using SeCo.Torch;

namespace SeCo.Adaptation.Loading;

/// <summary>
/// Batches of <see cref="AdaptationMethod.MeanTeacher"/>: source crops with labels; target crops as they are, for the teacher; and the same with half of the source crop's classes and with
/// regions of the pool pasted on, in other colours, for the student.
/// </summary>
/// <remarks>Source: DAFormer's <c>dacs.py</c>. The classes are those of the crop's own source crop, where DAFormer takes them from the batch.</remarks>
internal sealed class MeanTeacherBatches : IBatchSource
{
    private readonly LabelledCrops _source;
    private readonly IReadOnlyList<TrainingImage> _target;
    private readonly ImageOrder _order;
    private readonly BatchPlan _plan;
    private readonly CropMaker _crops;

    /// <summary>Creates the source of batches.</summary>
    /// <param name="source">The source crops.</param>
    /// <param name="target">The target images, at least one; those without a label file have no known labels.</param>
    /// <param name="plan">How many make a batch.</param>
    /// <param name="crops">Makes the crops.</param>
    public MeanTeacherBatches(LabelledCrops source, IReadOnlyList<TrainingImage> target, BatchPlan plan, CropMaker crops)
    {
        _source = source;
        _target = target;
        _order = plan.Order(target.Count, "target");
        _plan = plan;
        _crops = crops;
    }

    /// <summary>Whether classes of the source are pasted on the target.</summary>
    public bool MixesClasses { get; init; } = true;

    /// <inheritdoc/>
    public int StepsPerEpoch => _plan.StepsPerEpoch;

    /// <inheritdoc/>
    public TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch source = new(_plan.PartSize, _crops.Size), target = new(_plan.PartSize, _crops.Size), mixed = new(_plan.PartSize, _crops.Size);
        byte[] pasted = new byte[mixed.Labels.Length];
        CropBench bench = _crops.Rent();
        for (int i = 0; i < _plan.PartSize; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomSource sourceRandom = _source.Read(bench, step, part, i);
            bench.Source.CopyFrom(bench.Weak);
            _source.Write(bench, sourceRandom, source, i);

            RandomSource random = _plan.Random("target", step, part, i);
            bench.ReadTarget(_target[_order[_plan.Place(step, part, i)]], random);
            bench.Write(bench.Weak, target, i);
            bench.Changed.CopyFrom(bench.Weak);
            Span<byte> ofCrop = pasted.AsSpan(i * bench.Changed.Length, bench.Changed.Length);
            if (MixesClasses)
            {
                ClassMix.Paste(bench.Source, bench.Changed, ofCrop, random);
            }

            _source.Paster?.Paste(bench.Changed, ofCrop, random);
            bench.WriteChanged(random, mixed, i);
        }

        _crops.Return(bench);
        return new TrainingBatch { Labelled = source, Weak = target, Strong1 = mixed, Pasted = pasted };
    }
}
