using SeCo.Adaptation.Views;

namespace SeCo.Adaptation.Loading;

/// <summary>Makes crops on one thread: its buffers, and the steps that use them.</summary>
internal sealed class CropWorker(CropMaker maker)
{
    private readonly CropReader _reader = new(maker.Size);
    private readonly StrongView _strong = new();

    public Crop Weak { get; } = maker.Crop();

    public Crop Changed { get; } = maker.Crop();

    /// <summary>One that classes are taken from.</summary>
    public Crop Source { get; } = maker.Crop();

    /// <summary>Makes the weak view of a labelled image: its labels are 255 where it has none. The crop's place is drawn again, up to ten times, until it
    /// holds as many pixels of a wanted class as a share of the whole image.</summary>
    public void ReadLabelled(TrainingImage image, RandomSource random, (byte Class, double Share)? wanted = null, byte padding = LabelMap.Ignore)
    {
        const int Tries = 10;
        (RgbImage pixels, LabelMap labels) = maker.Read(image);
        CropPlan plan = default;
        bool holds = false;
        for (int i = 0; i < Tries && !holds; i++)
        {
            plan = CropPlan.Draw(maker.Views, pixels.Width, pixels.Height, random);
            _reader.ReadLabels(labels, plan, Weak.Labels, padding);
            holds = wanted is not { } want || Weak.Labels.AsSpan().Count(want.Class) >= want.Share * plan.Scaled.Height * plan.Scaled.Width;
        }

        if (Weak.Trust is { } trust)
        {
            _reader.ReadLabels(maker.Files.Trust(image), plan, trust);
        }

        _reader.ReadPixels(pixels, plan, Weak);
    }

    /// <summary>Makes the weak view of a target image with what labels it has: 255 where none is known, <see cref="CropBatch.Padding"/> in padding.</summary>
    public void ReadTarget(TrainingImage image, RandomSource random)
    {
        if (image.LabelPath is null)
        {
            ReadUnlabelled(image, random, LabelMap.Ignore);
            return;
        }

        (RgbImage pixels, LabelMap labels) = maker.Read(image);
        CropPlan plan = CropPlan.Draw(maker.Views, pixels.Width, pixels.Height, random);
        _reader.ReadPixels(pixels, plan, Weak);
        _reader.ReadLabels(labels, plan, Weak.Labels, CropBatch.Padding);
    }

    /// <summary>Makes the weak view of an unlabelled image. Its labels are one value, and <see cref="CropBatch.Padding"/> in padding; no label file is
    /// read.</summary>
    public void ReadUnlabelled(TrainingImage image, RandomSource random, byte label = 0)
    {
        RgbImage pixels = maker.Files.Image(image);
        CropPlan plan = CropPlan.Draw(maker.Views, pixels.Width, pixels.Height, random);
        _reader.ReadPixels(pixels, plan, Weak);
        _reader.MarkLabels(plan, Weak, label, CropBatch.Padding);
    }

    /// <summary>Writes a strong view of the weak view into a batch; the weak view stays.</summary>
    public void WriteStrong(RandomSource random, CropBatch batch, int index)
    {
        Changed.CopyFrom(Weak);
        WriteChanged(random, batch, index);
    }

    /// <summary>Makes a strong view of <see cref="Changed"/>, and writes it into a batch.</summary>
    public void WriteChanged(RandomSource random, CropBatch batch, int index)
    {
        _strong.Apply(Changed, maker.Views, random);
        Write(Changed, batch, index);
    }

    public void Write(Crop crop, CropBatch batch, int index)
    {
        maker.Scale.Write(crop, batch.Pixels.AsSpan(3 * crop.Length * index, 3 * crop.Length));
        crop.Labels.CopyTo(batch.Labels.AsSpan(crop.Length * index));
        crop.Trust?.CopyTo(batch.Trust!.AsSpan(crop.Length * index));
    }
}
