using System.IO.Hashing;

namespace SeCo.Exchange;

/// <summary>A line of a file of answers: what somebody did about a region. Like a review it holds pixels, so that it is true of later runs too.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Region">The region's number in the run that was shown.</param>
/// <param name="By">Who.</param>
/// <param name="At">When, by the clock of their machine.</param>
/// <param name="Step">What.</param>
public sealed record RegionAnswer(string Image, int Region, string By, DateTimeOffset At, AnswerStep Step)
{
    /// <summary>The open page that took the region; null for other steps.</summary>
    public string? Page { get; init; }

    /// <summary>What tells the region apart from others of its image, in whatever run: a hash of the pixels that were shown. Null where they are not known.
    /// </summary>
    public string? Pixels { get => field ?? (Mask is null ? null : PixelsOf(Mask)); init; }

    /// <summary>The class that the region was shown with; -1 where nothing was answered.</summary>
    public int Asked { get; init; } = -1;

    /// <summary>The label: a class, or 255 where the region was rejected.</summary>
    public byte Label { get; init; } = LabelMap.Ignore;

    /// <summary>The pixels that were shown; null where nothing was answered, or where pixels are not kept.</summary>
    public RunLengthMask? Mask { get; init; }

    /// <summary>Pixels that were painted to the region; null for none.</summary>
    public RunLengthMask? Added { get; init; }

    /// <summary>Pixels that were wiped out of it; null for none.</summary>
    public RunLengthMask? Removed { get; init; }

    /// <summary>Whether it gives a label.</summary>
    public bool IsLabel => Step is AnswerStep.Answered or AnswerStep.Settled;

    /// <summary>The same without pixels.</summary>
    public RegionAnswer WithoutPixels() => Mask is null ? this : this with { Pixels = Pixels, Mask = null, Added = null, Removed = null };

    /// <summary>An answer with the border as it was mended by hand.</summary>
    /// <param name="edited">The region as it should be, in the size of <see cref="Mask"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ, or there are no pixels to compare with.</exception>
    public RegionAnswer WithBorder(RunLengthMask edited)
    {
        ArgumentNullException.ThrowIfNull(edited);
        ArgumentNullException.ThrowIfNull(Mask);
        return this with
        {
            Added = SomeOf(RunLengthMask.Intersect(edited, Mask.Complement())), Removed = SomeOf(RunLengthMask.Intersect(Mask, edited.Complement())),
        };
    }

    /// <summary>The reviews that follow: one of the whole region, and one each of what was painted and wiped out.</summary>
    public IReadOnlyList<RegionReview> Reviews()
    {
        if (!IsLabel || Mask is null)
        {
            return [];
        }

        List<RegionReview> reviews = [RegionReview.Of(Mask, Asked, Label)];
        if (Label != LabelMap.Ignore)
        {
            reviews.AddRange(new[] { (Removed, LabelMap.Ignore), (Added, Label) }.Where(drawn => drawn.Item1 is not null)
                .Select(drawn => new RegionReview(drawn.Item1!, ReviewAnswer.Drawn, drawn.Item2)));
        }

        return reviews;
    }

    /// <summary><see cref="Pixels"/> of a region.</summary>
    internal static string PixelsOf(RunLengthMask mask) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(mask.Counts), mask.Height).ToString("x16", CultureInfo.InvariantCulture);

    internal AnswerRecord ToRecord() => new(Image, Region, By, At, Word.Of(Step))
    {
        Page = Page,
        Pixels = IsLabel ? null : Pixels, // they are there themselves
        Asked = IsLabel ? Asked : null,
        Label = IsLabel ? Label : null,
        Segmentation = RecordOf(Mask),
        Added = RecordOf(Added),
        Removed = RecordOf(Removed),
    };

    /// <summary>The answer of a record, which is not trusted.</summary>
    /// <exception cref="FormatException">Malformed.</exception>
    internal static RegionAnswer Of(AnswerRecord record, ClassSet classes, ReadBudget budget)
    {
        RegionAnswer answer = new(record.Image, record.Region, record.By, record.At, Word.Parse<AnswerStep>(record.Step, "step"));
        JsonFault.Unless(ImageName.StaysInside(record.Image), $"the image name '{record.Image}' is empty or leaves its folder");
        if (!answer.IsLabel)
        {
            return answer with { Page = record.Page, Pixels = record.Pixels };
        }

        JsonFault.Unless(record.Segmentation is not null && record.Asked is not null && record.Label is not null,
            "an answer needs segmentation, asked and label");
        JsonFault.Unless(
            record.Asked >= 0 && record.Asked < classes.Count && record.Label is >= 0 and <= LabelMap.Ignore && classes.Allows((byte)record.Label),
            $"asked is {record.Asked} and label {record.Label}, but class set '{classes.Name}' has 0 to {classes.Count - 1} (and 255 as a label)");
        RunLengthMask mask = record.Segmentation!.ToMask(budget);
        RunLengthMask?[] drawn = [record.Added?.ToMask(budget), record.Removed?.ToMask(budget)];
        JsonFault.Unless(
            mask.Area > 0 && drawn.All(d => d is null || (d.Width, d.Height) == (mask.Width, mask.Height)), "the mask is empty, or others have another size");
        return answer with { Asked = record.Asked!.Value, Label = (byte)record.Label!.Value, Mask = mask, Added = drawn[0], Removed = drawn[1] };
    }

    private static RunLengthMask? SomeOf(RunLengthMask mask) => mask.Area > 0 ? mask : null;

    private static RunLengthRecord? RecordOf(RunLengthMask? mask) => mask is null ? null : RunLengthRecord.Of(mask);
}
