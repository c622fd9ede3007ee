namespace SeCo.Imaging;

/// <summary>What a network sees at each place of an image: a row of numbers for each cell of a coarse grid.</summary>
public sealed class FeatureMap
{
    /// <summary>Wraps the numbers of a grid that lies over the whole image, or beyond its right and lower borders.</summary>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="values">The numbers (not copied), <c>[rows, columns, C]</c>.</param>
    /// <param name="coveredWidth">Pixels of the image's scale that a row of cells covers: the image's width, or more.</param>
    /// <param name="coveredHeight">Pixels that a column of cells covers: the image's height, or more.</param>
    /// <exception cref="ArgumentException">The numbers are not equally many for each cell.</exception>
    public FeatureMap(int columns, int rows, float[] values, int coveredWidth, int coveredHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coveredWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coveredHeight);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0 || values.Length % ((long)columns * rows) != 0)
        {
            throw new ArgumentException($"A grid of {columns} x {rows} cells has equally many numbers a cell; found {values.Length} in all.", nameof(values));
        }

        (Columns, Rows, Values, CoveredWidth, CoveredHeight) = (columns, rows, values, coveredWidth, coveredHeight);
    }

    /// <summary>Cells in a row.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Numbers of a cell.</summary>
    public int Channels => Values.Length / (Columns * Rows);

    /// <summary>The numbers, <c>[Rows, Columns, Channels]</c>.</summary>
    public float[] Values { get; }

    /// <summary>Pixels of the image's scale that a row of cells covers.</summary>
    public int CoveredWidth { get; }

    /// <summary>Pixels of the image's scale that a column of cells covers.</summary>
    public int CoveredHeight { get; }
}
