namespace SeCo.Aggregation.Segmenters.MaskFiles;

/// <summary>Settings of <see cref="MaskFileSegmenter"/>.</summary>
public sealed record MaskFileOptions
{
    /// <summary>The folder of mask files: JSON as <c>seco sam generate</c>, the official <c>amg.py</c> or SA-1B write it, one an image,
    /// under the image's name.</summary>
    public string Folder { get; init; } = string.Empty;

    /// <summary>
    /// A prompt is answered by a stored mask only where the box around the mask has at least this IoU with the prompt's box; [0, 1]. Else the answer is empty.
    /// A box that is enlarged 1.5 times has an IoU of 0.44 with its object's. Source: this project.
    /// </summary>
    public double MinimumBoxIou { get; init; } = 0.25;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Names each setting that is out of range.</exception>
    public void Validate() =>
        OptionFaults.ThrowIfAny("aggregation.mask_files", (MinimumBoxIou is >= 0 and <= 1, $"minimum_box_iou is {MinimumBoxIou}, expected 0 to 1"));
}
