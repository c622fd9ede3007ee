using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;
using SeCo.Imaging;
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

    /// <summary>Draws images by class; null for one after the other.</summary>
    public RareClassSampling? RareClasses { get; init; }

    /// <summary>The share of an image that a crop of it must hold of the class it was drawn for; 0 for any crop.</summary>
    public double WantedShare { get; init; }

    /// <summary>Pastes regions on the crops; null for none.</summary>
    public RegionPaster? Paster { get; init; }

    /// <summary>The label of padding.</summary>
    public byte Padding { get; init; } = LabelMap.Ignore;

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
            RandomSource random = Read(bench, step, part, i);
            Write(bench, random, batch, i);
        }

        _crops.Return(bench);
        return batch;
    }

    /// <summary>Makes one crop, as <see cref="CropBench.Weak"/>, in its own colours.</summary>
    /// <param name="bench">Where it is made.</param>
    /// <param name="step">The step.</param>
    /// <param name="part">The part.</param>
    /// <param name="index">The crop's number in the part.</param>
    /// <returns>Where what follows is drawn from.</returns>
    public RandomSource Read(CropBench bench, long step, int part, int index)
    {
        RandomSource random = _plan.Random("labelled", step, part, index);
        if (RareClasses is null)
        {
            bench.ReadLabelled(_images[_order[_plan.Place(step, part, index)]], random, padding: Padding);
        }
        else
        {
            (int image, int label) = RareClasses.Draw(random);
            bench.ReadLabelled(_images[image], random, ((byte)label, WantedShare), Padding);
        }

        Paster?.Paste(bench.Weak, [], random);
        return random;
    }

    /// <summary>Writes the crop into a batch, with other colours where <see cref="ViewOptions.JitterLabelled"/> asks for them.</summary>
    /// <param name="bench">Where it was made.</param>
    /// <param name="random">What <see cref="Read"/> returned.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="index">The crop's number in it.</param>
    public void Write(CropBench bench, RandomSource random, CropBatch batch, int index)
    {
        if (_crops.Views.JitterLabelled)
        {
            StrongView.ChangeColors(bench.Weak, _crops.Views, random);
        }

        bench.Write(bench.Weak, batch, index);
    }
}
