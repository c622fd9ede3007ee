namespace SeCo.Aggregation.Steps;

/// <summary>A mask, by its index, that took a class by semantic alignment, and the class's share of the labelled pixels inside it, (0, 1].</summary>
internal readonly record struct StuffAssignment(int Mask, int ClassId, double Share);

/// <summary>Semantic alignment: gives each class-agnostic mask the class that prevails inside it (paper section 3.2).</summary>
/// <remarks>The share of a class is taken over all pixels of the mask that have a label, those of other kinds of classes included; a mask takes the
/// class with the largest share where that is larger than the threshold, ties going to the lower id. Source: reference implementation.</remarks>
internal static class StuffAlignment
{
    /// <summary>Finds the class of each mask, of ascending candidates, from column-major pixel labels, <c>[W, H]</c>; its share must be above the
    /// threshold.</summary>
    /// <returns>The masks that took a class, in their order; later ones are painted over earlier ones.</returns>
    public static IReadOnlyList<StuffAssignment> Assign(
        ReadOnlySpan<byte> columnLabels, IReadOnlyList<RunLengthMask> masks, IReadOnlyList<int> candidates, double threshold)
    {
        List<StuffAssignment> assignments = [];
        Span<int> counts = stackalloc int[256];
        for (int i = 0; i < masks.Count; i++)
        {
            ColumnMajor.Count(columnLabels, masks[i], counts);
            int best = -1;
            foreach (int candidate in candidates)
            {
                if (counts[candidate] > 0 && (best < 0 || counts[candidate] > counts[best]))
                {
                    best = candidate;
                }
            }

            if (best >= 0 && Share(counts, best) is double share && share > threshold)
            {
                assignments.Add(new StuffAssignment(i, best, share));
            }
        }

        return assignments;
    }

    /// <summary>A class's share of the labelled pixels; 0 where there are none.</summary>
    public static double Share(ReadOnlySpan<int> counts, int classId)
    {
        int labelled = TensorPrimitives.Sum(counts[..LabelMap.Ignore]);
        return labelled == 0 ? 0 : (double)counts[classId] / labelled;
    }
}
