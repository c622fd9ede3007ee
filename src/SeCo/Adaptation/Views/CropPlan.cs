namespace SeCo.Adaptation.Views;

/// <summary>Where a crop lies: the image is scaled, and a part of it, not larger than the crop, is shown at the crop's upper left corner; the rest is
/// padding. The whole crop, padding included, may be mirrored left and right.</summary>
internal readonly record struct CropPlan(Size2d Scaled, Box Part, bool Mirrored)
{
    /// <summary>Draws a crop as UniMatch does: a length of the long side, a place, a mirror.</summary>
    /// <remarks>Source: UniMatch's <c>transform.py</c>. Its scale and the resizing to <see cref="ViewOptions.InputWidth"/> become one resampling.</remarks>
    public static CropPlan Draw(ViewOptions views, int width, int height, RandomSource random)
    {
        (int baseWidth, int baseHeight) = views.InputWidth > 0 ? (views.InputWidth, views.InputHeight) : (width, height);
        int longest = Math.Max(baseWidth, baseHeight), shortest = Math.Min(baseWidth, baseHeight);
        int least = Math.Max(1, (int)(longest * views.MinimumScale)), most = Math.Max(least, (int)(longest * views.MaximumScale));
        int longSide = least + random.NextInt(most - least + 1);
        int shortSide = Math.Max(1, (int)(((double)shortest * longSide / longest) + 0.5));
        Size2d scaled = baseHeight > baseWidth ? new Size2d(longSide, shortSide) : new Size2d(shortSide, longSide);
        int x = random.NextInt(Math.Max(1, scaled.Width - views.CropWidth + 1));
        int y = random.NextInt(Math.Max(1, scaled.Height - views.CropHeight + 1));
        Box part = new(x, y, Math.Min(x + views.CropWidth, scaled.Width), Math.Min(y + views.CropHeight, scaled.Height));
        return new CropPlan(scaled, part, random.NextBool(views.Flip));
    }
}
