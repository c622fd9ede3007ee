namespace SeCo.Prediction;

/// <summary>Where windows lie that cover an image together.</summary>
internal static class SlidingWindows
{
    /// <summary>The windows, row by row; an image smaller than a window along an axis has one along it, as long as itself. They are as far apart as the
    /// stride and cut off where the image ends (UniMatch), or those that would leave the image are moved back into it (mmsegmentation).</summary>
    public static IEnumerable<Box> Plan(Size2d image, Size2d window, Size2d stride, bool cuts) =>
        from y in Axis(image.Height, window.Height, stride.Height, cuts)
        from x in Axis(image.Width, window.Width, stride.Width, cuts)
        select new Box(x.Start, y.Start, x.End, y.End);

    private static IEnumerable<(int Start, int End)> Axis(int length, int window, int stride, bool cuts)
    {
        // UniMatch begins a window at every stride inside the image, also behind one that already reaches its end.
        for (int start = 0; start == 0 || (cuts ? start < length : start - stride + window < length); start += stride)
        {
            int end = Math.Min(length, start + window);
            yield return cuts ? (start, end) : (Math.Max(0, end - window), end);
        }
    }
}
