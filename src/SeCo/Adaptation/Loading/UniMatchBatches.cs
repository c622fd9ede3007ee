using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;
using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Loading;

/// <summary>Batches of <see cref="AdaptationMethod.UniMatch"/>: labelled crops; weak views of as many unlabelled images, two strong views of each, and boxes to mix them.</summary>
internal sealed class UniMatchBatches : IBatchSource
{
    private readonly LabelledCrops _labelled;
    private readonly IReadOnlyList<TrainingImage> _unlabelled;
    private readonly ImageOrder _order;
    private readonly BatchPlan _plan;
    private readonly CropMaker _crops;
    private readonly bool _hasPartners;

    /// <summary>Creates the source.</summary>
    /// <param name="labelled">The labelled crops.</param>
    /// <param name="unlabelled">The unlabelled images, at least one.</param>
    /// <param name="partner">Which image a box is cut from.</param>
    /// <param name="plan">How many make a batch.</param>
    /// <param name="crops">Makes the crops.</param>
    public UniMatchBatches(LabelledCrops labelled, IReadOnlyList<TrainingImage> unlabelled, CutMixPartner partner, BatchPlan plan, CropMaker crops)
    {
        _labelled = labelled;
        _unlabelled = unlabelled;
        _order = plan.Order(unlabelled.Count, "unlabelled");
        _plan = plan;
        _crops = crops;
        _hasPartners = partner == CutMixPartner.SameImage;
    }

    /// <inheritdoc/>
    public int StepsPerEpoch => _plan.StepsPerEpoch;

    /// <inheritdoc/>
    public TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch labelled = _labelled.Make(step, part, cancellationToken);
        Views views = new(_plan.PartSize, _crops.Size);
        Views? partners = _hasPartners ? new Views(_plan.PartSize, _crops.Size) : null;
        Box[] boxes1 = new Box[_plan.PartSize], boxes2 = new Box[_plan.PartSize];
        CropBench bench = _crops.Rent();
        for (int i = 0; i < _plan.PartSize; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TrainingImage image = _unlabelled[_order[_plan.Place(step, part, i)]];
            RandomSource random = _plan.Random("unlabelled", step, part, i);
            Write(bench, image, random, views, i);
            boxes1[i] = CutMixBox.Draw(_crops.Size, _crops.Views.CutMix, random);
            boxes2[i] = CutMixBox.Draw(_crops.Size, _crops.Views.CutMix, random);
            if (partners is not null)
            {
                Write(bench, image, _plan.Random("partner", step, part, i), partners, i);
            }
        }

        _crops.Return(bench);
        return new TrainingBatch
        {
            Labelled = labelled,
            Weak = views.Weak,
            Strong1 = views.Strong1,
            Strong2 = views.Strong2,
            Partner = partners?.Weak,
            PartnerStrong1 = partners?.Strong1,
            PartnerStrong2 = partners?.Strong2,
            Boxes1 = boxes1,
            Boxes2 = boxes2,
        };
    }

    private static void Write(CropBench bench, TrainingImage image, RandomSource random, Views views, int index)
    {
        bench.ReadUnlabelled(image, random);
        bench.Write(bench.Weak, views.Weak, index);
        bench.WriteStrong(random, views.Strong1, index);
        bench.WriteStrong(random, views.Strong2, index);
    }

    private sealed class Views(int count, Extent size)
    {
        public CropBatch Weak { get; } = new(count, size);

        public CropBatch Strong1 { get; } = new(count, size);

        public CropBatch Strong2 { get; } = new(count, size);
    }
}
