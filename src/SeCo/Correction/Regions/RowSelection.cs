namespace SeCo.Correction.Regions;

/// <summary>Takes some rows out of a column.</summary>
internal static class RowSelection
{
    /// <summary>The values at the given rows, in their order.</summary>
    public static T[] At<T>(this ReadOnlySpan<T> column, int[] rows)
    {
        T[] selected = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            selected[i] = column[rows[i]];
        }

        return selected;
    }
}
