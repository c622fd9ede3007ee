using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;

namespace SeCo.Adaptation.Loading;

/// <summary>The labelled crops of the batches: whose turn it is, and what is done with them.</summary>
internal sealed class LabelledCrops(IReadOnlyList<TrainingImage> images, BatchPlan plan, CropMaker crops)
{
    private readonly ImageOrder _order = plan.Order(images.Count, "labelled");

    /// <summary>Draws images by class; null for one after the other.</summary>
    public RareClassSampling? RareClasses { get; init; }

    /// <summary>The share of an image that a crop of it must hold of the class it was drawn for; 0 for any crop.</summary>
    public double WantedShare { get; init; }

    /// <summary>Pastes regions on the crops; null for none.</summary>
    public RegionPaster? Paster { get; init; }

    public byte Padding { get; init; } = LabelMap.Ignore;

    /// <summary>Makes the labelled crops of a part of a step.</summary>
    public CropBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch batch = crops.Batch(plan.PartSize);
        crops.Each(batch.Count, (worker, i) => Write(worker, Read(worker, step, part, i), batch, i), cancellationToken);
        return batch;
    }

    /// <summary>Makes one crop, as <see cref="CropWorker.Weak"/>, in its own colours; returns where what follows is drawn from.</summary>
    public RandomSource Read(CropWorker worker, long step, int part, int index)
    {
        RandomSource random = plan.Random("labelled", step, part, index);
        if (RareClasses is null)
        {
            worker.ReadLabelled(images[_order[plan.Place(step, part, index)]], random, padding: Padding);
        }
        else
        {
            (int image, int label) = RareClasses.Draw(random);
            worker.ReadLabelled(images[image], random, ((byte)label, WantedShare), Padding);
        }

        Paster?.Paste(worker.Weak, [], random);
        return random;
    }

    /// <summary>Writes the crop into a batch, with other colours where <see cref="ViewOptions.JitterLabelled"/> asks for them.</summary>
    public void Write(CropWorker worker, RandomSource random, CropBatch batch, int index)
    {
        if (crops.Views.JitterLabelled)
        {
            StrongView.ChangeColors(worker.Weak, crops.Views, random);
        }

        worker.Write(worker.Weak, batch, index);
    }
}
