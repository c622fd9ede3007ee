using SeCo.Imaging.Resampling;

namespace SeCo.Reports;

/// <summary>The part of an image around a region, with the region outlined: yellow inside its border, black outside of it, so that the line shows on any
/// ground.</summary>
internal static class RegionCrop
{
    private const int Width = 192;
    private const int Height = 144;
    private const int Quality = 80;
    private const double Margin = 0.4;
    private const int SmallestSide = 32;

    /// <summary>The picture; without an image the region is shown on grey. The mask has the size of the label map, the image may have another.</summary>
    public static DataUri Draw(RgbImage? image, RunLengthMask mask, Box bounds)
    {
        Box window = Window(bounds, mask.Width, mask.Height);
        RgbImage crop = image is null ? Grey() : RgbResize.To(Cut(image, window, mask), Width, Height, ResizeKernel.Bilinear);
        Outline(crop, Inside(mask, window));
        return Thumbnails.Jpeg(crop, Quality);
    }

    /// <summary>A window in the picture's proportions around a box, inside the image where it fits.</summary>
    private static Box Window(Box box, int width, int height)
    {
        double tall = Math.Max(SmallestSide, Math.Max(box.Height * (1 + (2 * Margin)), box.Width * (1 + (2 * Margin)) * Height / Width));
        int h = Math.Min(height, (int)Math.Ceiling(tall)), w = Math.Min(width, (int)Math.Ceiling(tall * Width / Height));
        int x = Math.Clamp(((box.X0 + box.X1) / 2) - (w / 2), 0, width - w), y = Math.Clamp(((box.Y0 + box.Y1) / 2) - (h / 2), 0, height - h);
        return new Box(x, y, x + w, y + h);
    }

    private static RgbImage Cut(RgbImage image, Box window, RunLengthMask mask)
    {
        double across = (double)image.Width / mask.Width, down = (double)image.Height / mask.Height;
        int x0 = Math.Min(image.Width - 1, (int)(window.X0 * across)), y0 = Math.Min(image.Height - 1, (int)(window.Y0 * down));
        int w = Math.Clamp((int)Math.Round(window.Width * across), 1, image.Width - x0), h = Math.Clamp((int)Math.Round(window.Height * down), 1,
            image.Height - y0);
        RgbImage cut = new(w, h);
        for (int y = 0; y < h; y++)
        {
            image.Row(y0 + y).Slice(x0 * 3, w * 3).CopyTo(cut.Row(y));
        }

        return cut;
    }

    private static RgbImage Grey()
    {
        RgbImage grey = new(Width, Height);
        grey.Pixels.Fill(128);
        return grey;
    }

    /// <summary>The region in the picture's pixels.</summary>
    private static bool[] Inside(RunLengthMask mask, Box window)
    {
        byte[] own = new byte[window.Width * window.Height];
        mask.DecodeInto(window, own);
        bool[] inside = new bool[Width * Height];
        for (int y = 0; y < Height; y++)
        {
            int row = y * window.Height / Height * window.Width;
            for (int x = 0; x < Width; x++)
            {
                inside[(y * Width) + x] = own[row + (x * window.Width / Width)] != 0;
            }
        }

        return inside;
    }

    private static void Outline(RgbImage crop, bool[] inside)
    {
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = crop.Row(y);
            for (int x = 0; x < Width; x++)
            {
                bool own = inside[(y * Width) + x];
                if (Meets(inside, x, y, !own))
                {
                    (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]) = own ? ((byte)255, (byte)230, (byte)0) : ((byte)0, (byte)0, (byte)0);
                }
            }
        }
    }

    private static bool Meets(bool[] inside, int x, int y, bool wanted)
    {
        for (int v = Math.Max(0, y - 1); v <= Math.Min(Height - 1, y + 1); v++)
        {
            for (int u = Math.Max(0, x - 1); u <= Math.Min(Width - 1, x + 1); u++)
            {
                if (inside[(v * Width) + u] == wanted)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
