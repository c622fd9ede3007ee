namespace SeCo.Exchange;

/// <summary>An image as a person left it.</summary>
/// <param name="Name">What the other program calls the image, without ending.</param>
/// <param name="Labels">The class of each pixel that has one; 255 elsewhere.</param>
/// <param name="IsFile">Whether the name is that of a file below the dataset's root, rather than the one that was given out with it.</param>
public sealed record AnsweredImage(string Name, LabelMap Labels, bool IsFile = false)
{
    /// <summary>Whether it is known, without a look, that no pixel has a label.</summary>
    internal bool IsBlank { get; init; }

    /// <summary>What was done, where the answers say it themselves, the latest last; null where it is found out by comparing labels.</summary>
    internal IReadOnlyList<RegionReview>? Reviews { get; init; }

    /// <summary>Pixels of answers that were taken back: earlier reviews of them no longer count.</summary>
    internal IReadOnlyList<RunLengthMask> Withdrawn { get; init; } = [];

    /// <summary>A map without a label, which a few bytes of a file can ask for.</summary>
    /// <param name="size">Columns and rows.</param>
    /// <param name="budget">What the file may ask for.</param>
    /// <param name="what">What has the size, for messages.</param>
    internal static LabelMap Blank((int Width, int Height) size, ReadBudget budget, string what)
    {
        const int FilledAtOnce = 2; // pixels, in the time that one of a mask takes
        long pixels = (long)size.Width * size.Height;
        budget.Fit(pixels, $"{what} of {size.Width} x {size.Height} pixels");
        budget.Spend(pixels / FilledAtOnce, $"the images up to {what} of {size.Width} x {size.Height} pixels");
        return new LabelMap(size.Width, size.Height);
    }
}
