using SeCo.Imaging.Resampling;

namespace SeCo.Adaptation.Views;

/// <summary>Makes crops of images: the weak view. Only what a crop shows is resampled: colours as by Pillow's bilinear filter, labels by the
/// nearest.</summary>
/// <remarks>An instance keeps buffers and belongs to one thread.</remarks>
internal sealed class CropReader(Size2d size)
{
    private readonly RgbImage _interleaved = new(size.Width, size.Height);
    private readonly int[] _columns = new int[size.Width];

    /// <summary>Reads the pixels; padding is black.</summary>
    public void ReadPixels(RgbImage image, CropPlan plan, Crop crop)
    {
        AntialiasedResize.BilinearPart(image, plan.Scaled.Width, plan.Scaled.Height, plan.Part, _interleaved);
        for (int y = 0; y < size.Height; y++)
        {
            int filled = y < plan.Part.Height ? plan.Part.Width : 0;
            ReadOnlySpan<byte> colors = _interleaved.Row(y);
            for (int channel = 0; channel < 3; channel++)
            {
                Span<byte> row = crop.Plane(channel).Slice(y * size.Width, size.Width);
                for (int x = 0, at = channel; x < filled; x++, at += 3)
                {
                    row[x] = colors[at];
                }

                row[filled..].Clear();
                Mirror(row, plan);
            }
        }
    }

    /// <summary>Reads labels, or other numbers of pixels, <c>[H, W]</c>: each pixel's is the one under its centre; padding gets one of its own.</summary>
    public void ReadLabels(LabelMap labels, CropPlan plan, byte[] target, byte padding = LabelMap.Ignore)
    {
        Span<int> columns = _columns.AsSpan(0, plan.Part.Width);
        for (int x = 0; x < columns.Length; x++)
        {
            columns[x] = NearestResize.Source(plan.Part.X0 + x, plan.Scaled.Width, labels.Width);
        }

        for (int y = 0; y < size.Height; y++)
        {
            Span<byte> row = target.AsSpan(y * size.Width, size.Width);
            int filled = 0;
            if (y < plan.Part.Height)
            {
                filled = columns.Length;
                ReadOnlySpan<byte> from = labels.Row(NearestResize.Source(plan.Part.Y0 + y, plan.Scaled.Height, labels.Height));
                for (int x = 0; x < columns.Length; x++)
                {
                    row[x] = from[columns[x]];
                }
            }

            row[filled..].Fill(padding);
            Mirror(row, plan);
        }
    }

    /// <summary>Writes one value wherever the image is, and another in padding.</summary>
    public void MarkLabels(CropPlan plan, Crop crop, byte inside, byte padding)
    {
        for (int y = 0; y < size.Height; y++)
        {
            Span<byte> row = crop.Labels.AsSpan(y * size.Width, size.Width);
            int filled = y < plan.Part.Height ? plan.Part.Width : 0;
            row[..filled].Fill(inside);
            row[filled..].Fill(padding);
            Mirror(row, plan);
        }
    }

    private static void Mirror(Span<byte> row, CropPlan plan)
    {
        if (plan.Mirrored)
        {
            row.Reverse();
        }
    }
}
