using System.Buffers;
using SeCo.Imaging.Components;

namespace SeCo.Exchange;

/// <summary>Finds out what a person did to an image: holds what came back against what was asked.</summary>
/// <remarks>A region most of whose pixels (<c>agreement</c>) came back alike has one answer for the whole of it: its class (confirmed), another class
/// (relabelled), none (rejected). One that came back in parts was edited: each part is drawn. What else was painted or wiped out, in a region or outside, is
/// drawn too, but for parts that are nowhere more than a pixel away from the border that they could belong to: programs that keep outlines move borders by so
/// much. Source: this project.</remarks>
public static class ReviewComparison
{
    /// <summary>The share of a region's pixels that must agree, where nothing else is said.</summary>
    public const double DefaultAgreement = 0.9;

    /// <summary>Compares one image.</summary>
    /// <param name="asked">The regions as they were given out; they do not overlap.</param>
    /// <param name="answered">What came back, in the same size.</param>
    /// <param name="agreement">The share of a region's pixels that must agree, in (0.5, 1].</param>
    /// <returns>The reviews. Those of whole regions do not overlap; drawn ones may lie on them, and are right there.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static IReadOnlyList<RegionReview> Compare(IReadOnlyList<ConnectedRegion> asked, LabelMap answered, double agreement = DefaultAgreement)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(answered);
        if (agreement is not (> 0.5 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(agreement), agreement, "The agreement must be above 0.5, and at most 1.");
        }

        if (asked.Count == 0)
        {
            return [.. Drawn(answered)];
        }

        List<RegionReview> reviews = [];
        LabelMap rest = answered.Clone(), whole = new(answered.Width, answered.Height);
        Dictionary<int, RunLengthMask> found = []; // each label's pixels, where they were asked for
        foreach (ConnectedRegion region in asked)
        {
            int[] counts = region.Mask.CountLabels(answered);
            int most = Array.IndexOf(counts, counts.Max());
            if (counts[most] >= agreement * region.Area)
            {
                reviews.Add(RegionReview.Of(region.Mask, region.CategoryId, (byte)most));
                region.Mask.Paint(whole, (byte)most);
                if (most != LabelMap.Ignore && counts[LabelMap.Ignore] > 0 && Erased(region.Mask, answered) is { } erased)
                {
                    reviews.Add(new RegionReview(erased, ReviewAnswer.Drawn, LabelMap.Ignore));
                }

                Wipe(rest, region.Mask, (byte)most);
            }
            else
            {
                foreach (int label in Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0))
                {
                    RunLengthMask all = found.TryGetValue(label, out RunLengthMask? known)
                        ? known
                        : found[label] = RunLengthMask.FromLabel(answered, (byte)label);
                    reviews.Add(new RegionReview(RunLengthMask.Intersect(region.Mask, all), ReviewAnswer.Drawn, (byte)label));
                }

                region.Mask.Paint(rest, LabelMap.Ignore);
            }
        }

        WipeRims(rest, whole);
        reviews.AddRange(Drawn(rest));
        return reviews;
    }

    /// <summary>Adds reviews to earlier ones of the same image: where both speak of a pixel, the later one counts.</summary>
    /// <param name="earlier">The earlier reviews.</param>
    /// <param name="later">The later ones.</param>
    public static IReadOnlyList<RegionReview> Merge(IReadOnlyList<RegionReview> earlier, IReadOnlyList<RegionReview> later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        return earlier.Count == 0 ? later : later.Count == 0 ? earlier : [.. Without(earlier, [.. later.Select(review => review.Mask)]), .. later];
    }

    /// <summary>Of whole regions that overlap, as those of two runs may, the later one counts; what was drawn by hand lies over all of them.</summary>
    internal static IReadOnlyList<RegionReview> Settle(IReadOnlyList<RegionReview> reviews)
    {
        IReadOnlyList<RegionReview> whole = [];
        foreach (RegionReview review in reviews.Where(review => review.IsWhole))
        {
            whole = Merge(whole, [review]);
        }

        return [.. whole, .. reviews.Where(review => !review.IsWhole)];
    }

    /// <summary>What reviews say of other pixels than some.</summary>
    internal static IReadOnlyList<RegionReview> Without(IReadOnlyList<RegionReview> reviews, IReadOnlyList<RunLengthMask> masks)
    {
        if (reviews.Count == 0 || masks.Count == 0)
        {
            return reviews;
        }

        RunLengthMask free = masks.Skip(1).Aggregate(masks[0], RunLengthMask.Union).Complement();
        List<RegionReview> rest = [];
        foreach (RegionReview review in reviews)
        {
            RunLengthMask left = RunLengthMask.Intersect(review.Mask, free);
            if (left.Area == review.Mask.Area)
            {
                rest.Add(review);
            }
            else if (left.Area > 0)
            {
                rest.Add(new RegionReview(left, ReviewAnswer.Drawn, review.Label)); // no longer a whole region
            }
        }

        return rest;
    }

    // Pixels of a region that came back without a class: those parts that reach deeper into it than its rim.
    private static RunLengthMask? Erased(RunLengthMask region, LabelMap answered)
    {
        Box box = region.Bounds;
        BinaryMask inside = new(box.Width, box.Height);
        region.DecodeInto(box, inside.Pixels);
        LabelMap gone = new(box.Width, box.Height);
        for (int y = 0; y < box.Height; y++)
        {
            ReadOnlySpan<byte> answers = answered.Row(box.Y0 + y)[box.X0..box.X1], pixels = inside.Row(y);
            Span<byte> labels = gone.Row(y);
            for (int x = 0; x < box.Width; x++)
            {
                labels[x] = pixels[x] != 0 && answers[x] == LabelMap.Ignore ? (byte)0 : LabelMap.Ignore;
            }
        }

        (ComponentMap components, bool[] isDeep) = Marked(gone, (x, y) => IsSurrounded(inside, x, y));
        byte[] deep = new byte[box.Area];
        for (int i = 0; i < deep.Length; i++)
        {
            deep[i] = isDeep[components.Pixels[i]] ? (byte)1 : (byte)0;
        }

        return Array.IndexOf(isDeep, true) > 0 ? RunLengthMask.FromWindow(answered.Width, answered.Height, box, deep) : null;
    }

    // The components of labels, and for each number whether one of its pixels has the mark; 0 is no component.
    private static (ComponentMap Components, bool[] IsMarked) Marked(LabelMap labels, Func<int, int, bool> mark)
    {
        ComponentMap components = ConnectedComponents.Label(labels);
        bool[] isMarked = new bool[components.Components.Count + 1];
        ReadOnlySpan<int> ids = components.Pixels;
        for (int y = 0, i = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++, i++)
            {
                isMarked[ids[i]] |= ids[i] != 0 && mark(x, y);
            }
        }

        return (components, isMarked);
    }

    private static bool IsSurrounded(BinaryMask mask, int x, int y)
    {
        // At a border of the box is one of the region, or the image's edge, which counts as one too.
        bool isInside = x > 0 && y > 0 && x < mask.Width - 1 && y < mask.Height - 1;
        for (int row = y - 1; isInside && row <= y + 1; row++)
        {
            isInside = !mask.Row(row)[(x - 1)..(x + 2)].Contains((byte)0);
        }

        return isInside;
    }

    private static void Wipe(LabelMap labels, RunLengthMask mask, byte which)
    {
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                ref byte label = ref labels.Row(row)[x];
                label = label == which ? LabelMap.Ignore : label;
            }
        }
    }

    private static IEnumerable<RegionReview> Drawn(LabelMap rest)
    {
        List<byte> labels = [LabelMap.Ignore];
        for (int next, at = 0; (next = rest.Pixels[at..].IndexOfAnyExcept(SearchValues.Create([.. labels]))) >= 0; at += next)
        {
            labels.Add(rest.Pixels[at + next]);
        }

        return labels.Skip(1).Order().Select(label => new RegionReview(RunLengthMask.FromLabel(rest, label), ReviewAnswer.Drawn, label));
    }

    private static void WipeRims(LabelMap rest, LabelMap whole)
    {
        (ComponentMap components, bool[] isDrawn) = Marked(rest, (x, y) => !Touches(whole, x, y, rest.Row(y)[x]));
        Span<byte> labels = rest.Pixels;
        for (int i = 0; i < labels.Length; i++)
        {
            int id = components.Pixels[i];
            labels[i] = id != 0 && !isDrawn[id] ? LabelMap.Ignore : labels[i];
        }
    }

    private static bool Touches(LabelMap whole, int x, int y, byte label)
    {
        int x0 = Math.Max(x - 1, 0), x1 = Math.Min(x + 2, whole.Width);
        for (int row = Math.Max(y - 1, 0); row < Math.Min(y + 2, whole.Height); row++)
        {
            if (whole.Row(row)[x0..x1].Contains(label))
            {
                return true;
            }
        }

        return false;
    }
}
