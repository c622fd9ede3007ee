using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;

namespace CustomSegmenter;

/// <summary>One image, cut into regions of nearly one colour.</summary>
internal sealed class ColourImage : ISegmentedImage
{
    private const int LeastPixels = 20;
    private readonly ComponentMap _regions;
    private readonly IReadOnlyList<RunLengthMask> _masks;

    public ColourImage(RgbImage image, int levels)
    {
        // Each pixel gets the number of its rounded colour; a region is a connected piece of one number.
        LabelMap colours = new(image.Width, image.Height);
        for (int i = 0; i < colours.Pixels.Length; i++)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.Slice(3 * i, 3);
            colours.Pixels[i] = (byte)((((pixel[0] * levels / 256 * levels) + (pixel[1] * levels / 256)) * levels) + (pixel[2] * levels / 256));
        }

        _regions = ConnectedComponents.Label(colours);
        _masks = _regions.ToRunLengthMasks();
    }

    /// <summary>All masks, without classes.</summary>
    public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) =>
        [.. _masks.Where((_, i) => _regions.Components[i].Area >= LeastPixels).Select(mask => new SegmentMask(mask, 1))];

    /// <summary>For each prompt, the region under its first point, or in the middle of its box.</summary>
    public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) =>
        [.. prompts.Select(prompt =>
    {
        (int x, int y) = prompt.Points.Count > 0
            ? ((int)prompt.Points[0].X, (int)prompt.Points[0].Y)
            : ((prompt.Box!.Value.X0 + prompt.Box.Value.X1) / 2, (prompt.Box.Value.Y0 + prompt.Box.Value.Y1) / 2);
        int region = _regions.Row(y)[x] - 1;
        return region < 0 ? SegmentMask.Empty(_regions.Width, _regions.Height) : new SegmentMask(_masks[region], 1);
    })];

    public void Dispose()
    {
        // nothing is held
    }
}
