namespace SeCo.Imaging.Rle;

/// <content>Sets of pixels, on runs alone.</content>
public sealed partial class RunLengthMask
{
    /// <summary>The pixels in either mask.</summary>
    /// <returns>The union; a mask of 0 x 0 where the sizes differ, as in the COCO mask API.</returns>
    public static RunLengthMask Union(RunLengthMask a, RunLengthMask b) => Combine(a, b, both: false);

    /// <summary>The pixels in both masks.</summary>
    /// <returns>The intersection; a mask of 0 x 0 where the sizes differ, as in the COCO mask API.</returns>
    public static RunLengthMask Intersect(RunLengthMask a, RunLengthMask b) => Combine(a, b, both: true);

    /// <summary>Pixels in both masks.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static long IntersectionArea(RunLengthMask a, RunLengthMask b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!a.HasSizeOf(b))
        {
            throw new ArgumentException($"Masks of {a.Width} x {a.Height} and {b.Width} x {b.Height} pixels, expected equal sizes.", nameof(b));
        }

        RunCursor left = new(a._counts);
        RunCursor right = new(b._counts);
        long area = 0;
        while (left.Left > 0)
        {
            uint step = Math.Min(left.Left, right.Left);
            area += left.Inside && right.Inside ? step : 0;
            left.Advance(step);
            right.Advance(step);
        }

        return area;
    }

    /// <summary>Intersection over union, in [0, 1]; 0 where the masks share no pixel (also two empty ones).</summary>
    /// <param name="a">The mask that is judged.</param>
    /// <param name="b">The mask it is held against.</param>
    /// <param name="isCrowd">True where b is a crowd: the union is then replaced by the area of a.</param>
    /// <returns>The ratio. Where the sizes differ, -1 if the bounding boxes meet, else 0, as in the COCO mask API.</returns>
    public static double Iou(RunLengthMask a, RunLengthMask b, bool isCrowd = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Bounds.Intersect(b.Bounds).IsEmpty)
        {
            return 0;
        }

        if (!a.HasSizeOf(b))
        {
            return -1;
        }

        long shared = IntersectionArea(a, b);
        return shared == 0 ? 0 : (double)shared / (isCrowd ? a.Area : a.Area + b.Area - shared);
    }

    /// <summary>The pixels outside the mask.</summary>
    public RunLengthMask Complement() => new(Width, Height, _counts is [0, _, ..] ? _counts[1..] : [0, .. _counts]);

    private static RunLengthMask Combine(RunLengthMask a, RunLengthMask b, bool both)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!a.HasSizeOf(b))
        {
            return new RunLengthMask(0, 0, []);
        }

        RunCursor left = new(a._counts);
        RunCursor right = new(b._counts);
        RunCollector runs = new((long)a.Width * a.Height, a._counts.Length + b._counts.Length);
        uint step;
        for (long at = 0; left.Left > 0; at += step)
        {
            step = Math.Min(left.Left, right.Left);
            if (both ? left.Inside && right.Inside : left.Inside || right.Inside)
            {
                runs.Add(at, step);
            }

            left.Advance(step);
            right.Advance(step);
        }

        return new RunLengthMask(a.Width, a.Height, runs.ToCounts());
    }

    private bool HasSizeOf(RunLengthMask other) => Width == other.Width && Height == other.Height;

    /// <summary>Walks over run lengths in steps of any size; empty runs are never seen.</summary>
    private ref struct RunCursor
    {
        private readonly ReadOnlySpan<uint> _counts;
        private int _next;

        public RunCursor(ReadOnlySpan<uint> counts)
        {
            _counts = counts;
            Inside = true;
            Advance(0);
        }

        /// <summary>Whether the current run lies inside the mask.</summary>
        public bool Inside { get; private set; }

        /// <summary>What is left of the current run; 0 at the end.</summary>
        public uint Left { get; private set; }

        /// <summary>Goes on by at most <see cref="Left"/> pixels.</summary>
        public void Advance(uint length)
        {
            Left -= length;
            while (Left == 0 && _next < _counts.Length)
            {
                Left = _counts[_next++];
                Inside = !Inside;
            }
        }
    }
}
