using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;

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

    /// <summary>Draws images by class; null for one after the other.</summary>
    public RareClassSampling? RareClasses { get; init; }

    /// <summary>The share of an image that a crop of it must hold of the class it was drawn for; 0 for any crop.</summary>
    public double WantedShare { get; init; }

    /// <summary>Pastes regions on the crops; null for none.</summary>
    public RegionPaster? Paster { get; init; }

    /// <summary>The label of padding.</summary>
    public byte Padding { get; init; } = LabelMap.Ignore;

    /// <summary>Makes the labelled crops of a part of a step.</summary>
    public CropBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch batch = _crops.Batch(_plan.PartSize);
        CropWorker worker = _crops.Rent();
        for (int i = 0; i < batch.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomSource random = Read(worker, step, part, i);
            Write(worker, random, batch, i);
        }

        _crops.Return(worker);
        return batch;
    }

    /// <summary>Makes one crop, as <see cref="CropWorker.Weak"/>, in its own colours.</summary>
    /// <returns>Where what follows is drawn from.</returns>
    public RandomSource Read(CropWorker worker, long step, int part, int index)
    {
        RandomSource random = _plan.Random("labelled", step, part, index);
        if (RareClasses is null)
        {
            worker.ReadLabelled(_images[_order[_plan.Place(step, part, index)]], random, padding: Padding);
        }
        else
        {
            (int image, int label) = RareClasses.Draw(random);
            worker.ReadLabelled(_images[image], random, ((byte)label, WantedShare), Padding);
        }

        Paster?.Paste(worker.Weak, [], random);
        return random;
    }

    /// <summary>Writes the crop into a batch, with other colours where <see cref="ViewOptions.JitterLabelled"/> asks for them.</summary>
    public void Write(CropWorker worker, RandomSource random, CropBatch batch, int index)
    {
        if (_crops.Views.JitterLabelled)
        {
            StrongView.ChangeColors(worker.Weak, _crops.Views, random);
        }

        worker.Write(worker.Weak, batch, index);
    }
}
