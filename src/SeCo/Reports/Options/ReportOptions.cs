namespace SeCo.Reports;

/// <summary>Settings of the report that a run ends with: one HTML file that shows what was done to the images. They change nothing but that file.</summary>
public sealed record ReportOptions
{
    /// <summary>Whether a run that finishes writes <c>report.html</c> into its folder.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Images of the dataset that are shown, half of them spread evenly over the set and half those with the worst labels; 0 to 1000.</summary>
    public int Images { get; init; } = 24;

    /// <summary>Images that models were measured on and that are shown, chosen in the same way; 0 to 1000.</summary>
    public int ValidationImages { get; init; } = 12;

    /// <summary>Regions that are shown of each class and verdict, the most doubtful first; 0 to 200.</summary>
    public int Regions { get; init; } = 8;

    /// <summary>The longest side of a shown image, in pixels; 64 to 2048. Smaller images are shown as they are.</summary>
    public int ImageSide { get; init; } = 480;

    /// <summary>The largest size of the file, as in <c>10MB</c>, at least 200 kB. Where it is reached fewer images and regions are shown, and the report says
    /// so.</summary>
    public string MaxSize { get; init; } = "10MB";

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "report",
        (Images is >= 0 and <= 1000, $"images is {Images}, expected 0 to 1000"),
        (ValidationImages is >= 0 and <= 1000, $"validation_images is {ValidationImages}, expected 0 to 1000"),
        (Regions is >= 0 and <= 200, $"regions is {Regions}, expected 0 to 200"),
        (ImageSide is >= 64 and <= 2048, $"image_side is {ImageSide}, expected 64 to 2048"),
        (MemorySize.TryParse(MaxSize) is >= 200_000 and <= 1_000_000_000, $"max_size is {MaxSize}, expected 200kB to 1GB"));

    /// <summary>The largest size of the file, in bytes.</summary>
    /// <exception cref="FormatException"><see cref="MaxSize"/> is no size.</exception>
    internal long MaxBytes() => MemorySize.Parse(MaxSize);
}
