using SeCo.Adaptation.Views;
using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Loading;

/// <summary>What one thread needs to make crops: buffers, and the steps that use them.</summary>
/// <param name="maker">Whose bench it is.</param>
internal sealed class CropBench(CropMaker maker)
{
    private readonly CropReader _reader = new(maker.Size);
    private readonly StrongView _strong = new();

    /// <summary>The weak view.</summary>
    public Crop Weak { get; } = new(maker.Size);

    /// <summary>A changed one.</summary>
    public Crop Changed { get; } = new(maker.Size);

    /// <summary>Makes the weak view of a labelled image: its labels are 255 where it has none and in padding.</summary>
    /// <param name="image">The image.</param>
    /// <param name="random">Where the crop's place is drawn from.</param>
    /// <returns>Where the crop lies.</returns>
    public CropPlan ReadLabelled(TrainingImage image, RandomSource random)
    {
        (RgbImage pixels, LabelMap labels) = maker.Read(image);
        CropPlan plan = CropPlan.Draw(maker.Views, pixels.Width, pixels.Height, random);
        _reader.ReadPixels(pixels, plan, Weak);
        _reader.ReadLabels(labels, plan, Weak);
        return plan;
    }

    /// <summary>Makes the weak view of an unlabelled image: its labels are 0, and <see cref="CropBatch.Padding"/> in padding. A label file is not read.</summary>
    /// <param name="image">The image.</param>
    /// <param name="random">Where the crop's place is drawn from.</param>
    /// <returns>Where the crop lies.</returns>
    public CropPlan ReadUnlabelled(TrainingImage image, RandomSource random)
    {
        RgbImage pixels = maker.Files.Image(image);
        CropPlan plan = CropPlan.Draw(maker.Views, pixels.Width, pixels.Height, random);
        _reader.ReadPixels(pixels, plan, Weak);
        _reader.MarkLabels(plan, Weak, inside: 0, CropBatch.Padding);
        return plan;
    }

    /// <summary>Writes a strong view of the weak view into a batch; the weak view stays.</summary>
    /// <param name="random">Where the changes are drawn from.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="index">The crop's number in it.</param>
    public void WriteStrong(RandomSource random, CropBatch batch, int index)
    {
        Changed.CopyFrom(Weak);
        _strong.Apply(Changed, maker.Views, random);
        Write(Changed, batch, index);
    }

    /// <summary>Writes a crop into a batch.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="index">The crop's number in it.</param>
    public void Write(Crop crop, CropBatch batch, int index)
    {
        maker.Scale.Write(crop, batch.Pixels.AsSpan(3 * crop.Length * index, 3 * crop.Length));
        crop.Labels.CopyTo(batch.Labels.AsSpan(crop.Length * index));
    }
}
