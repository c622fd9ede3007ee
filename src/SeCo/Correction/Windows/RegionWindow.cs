namespace SeCo.Correction.Windows;

/// <summary>Chooses the part of an image that the classifier sees of a region (paper section 3.3).</summary>
internal static class RegionWindow
{
    /// <summary>The window: of the given size, centred on the box, enlarged where the box is larger, shifted to stay inside the image. As the paper describes
    /// it, it holds the whole box, keeps the aspect, and goes beyond an image smaller than itself on both sides. In the reference sizes are truncated, odd
    /// ones lose a pixel, and clipping at the image may change the aspect.</summary>
    public static Box Choose(Box box, int imageWidth, int imageHeight, int width, int height, bool reference = false)
    {
        if (box.IsEmpty || box.Clip(imageWidth, imageHeight) != box)
        {
            throw new ArgumentException($"{box} is no box inside an image of {imageWidth} x {imageHeight} pixels.", nameof(box));
        }

        return reference ? Reference(box, imageWidth, imageHeight, width, height) : Paper(box, imageWidth, imageHeight, width, height);
    }

    /// <summary>A box in the coordinates of a mask, in those of an image of another size: every image pixel that shows one of its pixels.</summary>
    internal static Box Scale(Box box, int fromWidth, int fromHeight, int toWidth, int toHeight)
    {
        // Image column i shows mask column floor(i * from / to), so mask column m begins at ceil(m * to / from).
        // A mask much finer than the image may have pixels that none of the image's shows: take the one they lie in.
        int x0 = Math.Min(First(box.X0, fromWidth, toWidth), toWidth - 1), y0 = Math.Min(First(box.Y0, fromHeight, toHeight), toHeight - 1);
        return new Box(x0, y0, Math.Max(First(box.X1, fromWidth, toWidth), x0 + 1), Math.Max(First(box.Y1, fromHeight, toHeight), y0 + 1));

        static int First(int place, int from, int to) => (int)((((long)place * to) + from - 1) / from);
    }

    private static Box Paper(Box box, int imageWidth, int imageHeight, int width, int height)
    {
        // Compared as fractions: a box exactly as large as the window must not grow by rounding.
        if ((long)box.Width * height > (long)box.Height * width)
        {
            (width, height) = box.Width > width ? (box.Width, Enlarged(height, box.Width, width)) : (width, height);
        }
        else
        {
            (width, height) = box.Height > height ? (Enlarged(width, box.Height, height), box.Height) : (width, height);
        }

        (int x0, int x1) = Place(box.X0, box.X1, width, imageWidth);
        (int y0, int y1) = Place(box.Y0, box.Y1, height, imageHeight);
        return new Box(x0, y0, x1, y1);

        static int Enlarged(int size, int numerator, int denominator) => checked((int)((((long)size * numerator) + denominator - 1) / denominator));
    }

    private static (int Start, int End) Place(int boxStart, int boxEnd, int size, int imageSize)
    {
        if (size > imageSize)
        {
            int before = (size - imageSize) / 2;
            return (-before, size - before);
        }

        int start = Math.Clamp((int)Math.Floor((boxStart + boxEnd - size) / 2.0), 0, imageSize - size);
        return (start, start + size);
    }

    /// <summary>The reference's <c>get_patch_region</c>, step by step in its arithmetic.</summary>
    private static Box Reference(Box box, int imageWidth, int imageHeight, int width, int height)
    {
        if (box.Width > width || box.Height > height)
        {
            double ratio = Math.Max((double)box.Height / height, (double)box.Width / width);
            (width, height) = ((int)(ratio * width), (int)(ratio * height));
        }

        (int x0, int x1) = ReferencePlace(box.X0 + (box.Width / 2), width / 2, imageWidth);
        (int y0, int y1) = ReferencePlace(box.Y0 + (box.Height / 2), height / 2, imageHeight);
        return new Box(x0, y0, x1, y1);
    }

    private static (int Start, int End) ReferencePlace(int centre, int half, int imageSize)
    {
        (int start, int end) = (centre - half, centre + half);
        if (start < 0)
        {
            (start, end) = (0, end - start);
        }

        if (end > imageSize)
        {
            (start, end) = (start - (end - imageSize), imageSize);
        }

        return (Math.Max(start, 0), end);
    }
}
