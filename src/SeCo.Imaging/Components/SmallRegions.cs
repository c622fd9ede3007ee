namespace SeCo.Imaging.Components;

/// <summary>Removes small 8-connected pieces from a mask; works on run lengths alone.</summary>
public static class SmallRegions
{
    /// <summary>Fills the pieces of the background that have fewer pixels than asked for: holes, and small background at the image's border too.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="minimumArea">Pixels a piece must have to stay.</param>
    /// <returns>The mask itself where there is no such piece.</returns>
    public static RunLengthMask FillHoles(RunLengthMask mask, long minimumArea)
    {
        ArgumentNullException.ThrowIfNull(mask);
        RunLengthMask background = mask.Complement();
        RunLengthMask kept = Filter(background, minimumArea, keepLargest: false);
        return ReferenceEquals(kept, background) ? mask : kept.Complement();
    }

    /// <summary>Removes the pieces of the mask that have fewer pixels than asked for; where all have, the largest stays.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="minimumArea">Pixels a piece must have to stay.</param>
    /// <returns>The mask itself where there is no such piece.</returns>
    public static RunLengthMask RemoveIslands(RunLengthMask mask, long minimumArea)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Filter(mask, minimumArea, keepLargest: true);
    }

    private static RunLengthMask Filter(RunLengthMask mask, long minimumArea, bool keepLargest)
    {
        RunForest forest = Connect(mask);
        (int[] trees, int count) = forest.Flatten();
        (long Area, long Block)[] pieces = Measure(forest.Runs, trees, count, (mask.Width + 1) / 2);
        bool[] keep = Array.ConvertAll(pieces, p => p.Area >= minimumArea);
        if (!keep.Contains(false))
        {
            return mask;
        }

        if (keepLargest && !keep.Contains(true))
        {
            // Of equal pieces the one that OpenCV numbers first: its numbering goes by blocks of 2 x 2 pixels.
            keep[Array.IndexOf(pieces, pieces.MaxBy(p => (p.Area, -p.Block)))] = true;
        }

        RunCollector strips = new((long)mask.Width * mask.Height);
        ReadOnlySpan<PixelRun> runs = forest.Runs;
        for (int i = 0; i < runs.Length; i++)
        {
            if (keep[trees[i]])
            {
                strips.Add(((long)runs[i].Y * mask.Height) + runs[i].X0, runs[i].Length);
            }
        }

        return RunLengthMask.FromCounts(mask.Width, mask.Height, strips.ToCounts());
    }

    /// <summary>The strips of the mask, joined where they touch. Columns take the place of rows.</summary>
    private static RunForest Connect(RunLengthMask mask)
    {
        RunForest forest = new();
        int column = -1;
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (; column < x; column++)
            {
                forest.BeginRow();
            }

            forest.AddRun(new PixelRun(x, y, y + length), 0);
        }

        return forest;
    }

    private static (long Area, long Block)[] Measure(ReadOnlySpan<PixelRun> strips, int[] trees, int count, int blocksPerRow)
    {
        (long Area, long Block)[] pieces = new (long Area, long Block)[count];
        Array.Fill(pieces, (0, long.MaxValue));
        for (int i = 0; i < strips.Length; i++)
        {
            ref (long Area, long Block) piece = ref pieces[trees[i]];
            piece.Area += strips[i].Length;
            piece.Block = Math.Min(piece.Block, ((long)(strips[i].X0 / 2) * blocksPerRow) + (strips[i].Y / 2));
        }

        return pieces;
    }
}
