using SeCo.Imaging.Resampling;

namespace SeCo.Adaptation.Views;

internal static class RegionPaste
{
    /// <summary>Pastes a region at a random place, mirrored or not, larger or smaller by a scale than in an image brought to <see
    /// cref="ViewOptions.InputWidth"/>, but never larger than the crop. Its mask may have another size than the image. There colours are bilinear, labels its
    /// class, and 1 in <c>[H, W]</c> if that is not empty.</summary>
    public static void Paste(
        RgbImage image, RunLengthMask mask, byte label, double scale, ViewOptions views, Crop crop, Span<byte> pasted, RandomSource random)
    {
        Box bounds = mask.Bounds;
        if (bounds.IsEmpty)
        {
            return;
        }

        (int width, int height) = views.InputWidth > 0 ? (views.InputWidth, views.InputHeight) : (image.Width, image.Height);
        double fitting = Math.Min(
            crop.Size.Width * (double)mask.Width / (bounds.Width * (double)width), crop.Size.Height * (double)mask.Height / (bounds.Height * (double)height));
        scale = Math.Min(scale, fitting);
        (int scaledWidth, int scaledHeight) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
        Box part = new(
            First(bounds.X0, mask.Width, scaledWidth),
            First(bounds.Y0, mask.Height, scaledHeight),
            First(bounds.X1, mask.Width, scaledWidth),
            First(bounds.Y1, mask.Height, scaledHeight));
        bool mirrored = random.NextBool(views.Flip);
        int left = random.NextInt(Math.Max(1, crop.Size.Width - part.Width + 1)), top = random.NextInt(Math.Max(1, crop.Size.Height - part.Height + 1));

        // So small that no pixel's centre lies in it, or, by rounding, a pixel too large.
        part = new Box(part.X0, part.Y0, Math.Min(part.X1, part.X0 + crop.Size.Width), Math.Min(part.Y1, part.Y0 + crop.Size.Height));
        if (part.IsEmpty)
        {
            return;
        }

        RgbImage pixels = new(part.Width, part.Height);
        AntialiasedResize.BilinearPart(image, scaledWidth, scaledHeight, part, pixels);
        byte[] inside = new byte[bounds.Area];
        mask.DecodeInto(bounds, inside);
        Span<byte> reds = crop.Plane(0), greens = crop.Plane(1), blues = crop.Plane(2);
        for (int y = 0; y < part.Height; y++)
        {
            ReadOnlySpan<byte> row = inside.AsSpan((NearestResize.Source(part.Y0 + y, scaledHeight, mask.Height) - bounds.Y0) * bounds.Width, bounds.Width);
            ReadOnlySpan<byte> colors = pixels.Row(y);
            for (int x = 0; x < part.Width; x++)
            {
                if (row[NearestResize.Source(part.X0 + x, scaledWidth, mask.Width) - bounds.X0] == 0)
                {
                    continue;
                }

                int at = ((top + y) * crop.Size.Width) + left + (mirrored ? part.Width - 1 - x : x);
                (reds[at], greens[at], blues[at]) = (colors[3 * x], colors[(3 * x) + 1], colors[(3 * x) + 2]);
                crop.Labels[at] = label;
                if (crop.Trust is not null)
                {
                    crop.Trust[at] = byte.MaxValue; // the pool holds trusted regions
                }

                if (!pasted.IsEmpty)
                {
                    pasted[at] = 1;
                }
            }
        }
    }

    /// <summary>The first pixel of the scaled image whose nearest pixel of the mask is this one or a later one.</summary>
    private static int First(int place, int from, int to) => (int)(((2L * place * to) + from - 1) / (2L * from));
}
