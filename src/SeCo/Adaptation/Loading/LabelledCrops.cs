using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;
using SeCo.Torch;

namespace SeCo.Adaptation.Loading;

/// <summary>The labelled crops of the batches: whose turn it is, and what is done with them.</summary>
internal sealed class LabelledCrops
{
    private readonly IReadOnlyList<TrainingImage> _images;
    private readonly ImageOrder _order;
    private readonly BatchPlan _plan;
    private readonly CropMaker _crops;

    /// <summary>Creates them.</summary>
    /// <param name="images">The labelled images, at least one.</param>
    /// <param name="plan">How many make a batch.</param>
    /// <param name="crops">Makes the crops.</param>
    public LabelledCrops(IReadOnlyList<TrainingImage> images, BatchPlan plan, CropMaker crops)
    {
        _images = images;
        _plan = plan;
        _crops = crops;
        _order = plan.Order(images.Count, "labelled");
    }

    /// <summary>Makes the labelled crops of a part of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public CropBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch batch = new(_plan.PartSize, _crops.Size);
        CropBench bench = _crops.Rent();
        for (int i = 0; i < batch.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomSource random = _plan.Random("labelled", step, part, i);
            bench.ReadLabelled(_images[_order[_plan.Place(step, part, i)]], random);
            if (_crops.Views.JitterLabelled)
            {
                StrongView.ChangeColors(bench.Weak, _crops.Views, random);
            }

            bench.Write(bench.Weak, batch, i);
        }

        _crops.Return(bench);
        return batch;
    }
}
