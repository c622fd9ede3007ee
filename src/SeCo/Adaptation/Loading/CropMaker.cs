using System.Collections.Concurrent;
using SeCo.Adaptation.Views;

namespace SeCo.Adaptation.Loading;

/// <summary>Makes crops of training images and writes them into batches. Safe for several threads; each has a <see cref="CropWorker"/> of its own.</summary>
internal sealed class CropMaker(ImageCache files, ViewOptions views, NetworkPreprocessing preprocessing, bool isWeighed = false)
{
    private readonly ConcurrentBag<CropWorker> _workers = [];

    public ImageCache Files => files;

    public ViewOptions Views => views;

    /// <summary>How bytes become the network's numbers.</summary>
    public PixelScale Scale { get; } = new(preprocessing.Normalization);

    public Size2d Size { get; } = new(views.CropHeight, views.CropWidth);

    public CropBatch Batch(int count) => new(count, Size, isWeighed);

    public Crop Crop() => new(Size) { Trust = isWeighed ? new byte[Size.Height * Size.Width] : null };

    /// <summary>Makes a number of crops, one after the other, with the buffers of one worker.</summary>
    public void Each(int count, Action<CropWorker, int> make, CancellationToken cancellationToken)
    {
        CropWorker worker = _workers.TryTake(out CropWorker? idle) ? idle : new CropWorker(this);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            make(worker, i);
        }

        _workers.Add(worker);
    }

    /// <summary>An image and its labels, which must show the same.</summary>
    /// <exception cref="DatasetException">Their sides are in different proportions.</exception>
    public (RgbImage Image, LabelMap Labels) Read(TrainingImage image)
    {
        RgbImage pixels = files.Image(image);
        LabelMap labels = files.Labels(image);

        // Labels may have another resolution, not another shape: then they belong to another image, or to a part of this one.
        const double Tolerance = 0.02;
        double ratio = (double)labels.Width * pixels.Height / ((double)labels.Height * pixels.Width);
        return Math.Abs(ratio - 1) <= Tolerance
            ? (pixels, labels)
            : throw new DatasetException(
                $"{image.LabelPath}: {labels.Width} x {labels.Height} labels for {image.ImagePath} of {pixels.Width} x {pixels.Height} pixels, "
                + "expected the same proportions. Make the labels of the whole image.");
    }
}
