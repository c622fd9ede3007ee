namespace SeCo.Reports;

/// <summary>What the labels of one origin come to over all images.</summary>
internal sealed class LayerCount(int classes)
{
    private readonly long[] _pixels = new long[classes];

    /// <summary>Against truth, of the images that have some.</summary>
    public ConfusionMatrix Confusion { get; } = new(classes);

    /// <summary>Images with labels.</summary>
    public int Images { get; private set; }

    /// <summary>Images with labels and truth.</summary>
    public int Measured { get; private set; }

    /// <summary>Pixels of all images.</summary>
    public long Total { get; private set; }

    /// <summary>Pixels that have a label.</summary>
    public long Labelled => _pixels.Sum();

    /// <summary>Pixels of a class.</summary>
    public long Pixels(int category) => _pixels[category];

    public void Add(LabelMap labels, ConfusionMatrix? against)
    {
        Images++;
        Total += labels.Pixels.Length;
        TensorPrimitives.Add(_pixels, labels.Counts().AsSpan(0, classes), _pixels);
        if (against is not null)
        {
            Measured++;
            Confusion.Add(against);
        }
    }
}
