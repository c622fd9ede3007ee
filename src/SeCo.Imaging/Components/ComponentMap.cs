namespace SeCo.Imaging.Components;

/// <summary>The components of a label map: <c>[H, W]</c> numbers, 0 where there is none, k for <see cref="Components"/>[k - 1].</summary>
/// <remarks>Components are sorted by class, ascending, and within a class in the order asked for.</remarks>
public sealed class ComponentMap : PixelGrid<int>
{
    private readonly Component[] _components;
    private readonly PixelRun[] _runs;
    private readonly int[] _firstRuns;
    private readonly int[] _classStarts = new int[LabelMap.Ignore + 2];

    internal ComponentMap(int width, int height, Component[] components, PixelRun[] runs, int[] firstRuns)
        : base(width, height, 1, new int[checked(width * height)])
    {
        (_components, _runs, _firstRuns) = (components, runs, firstRuns);
        for (int i = 0; i < components.Length; i++)
        {
            _classStarts[components[i].Label + 1]++;
            foreach (PixelRun run in Runs(i))
            {
                Buffer.AsSpan((run.Y * width) + run.X0, run.Length).Fill(i + 1);
            }
        }

        for (int label = 0; label <= LabelMap.Ignore; label++)
        {
            _classStarts[label + 1] += _classStarts[label];
        }
    }

    /// <summary>The components.</summary>
    public IReadOnlyList<Component> Components => _components;

    /// <summary>The pixels of one component as horizontal runs in row-major order.</summary>
    /// <param name="index">Index into <see cref="Components"/>, from 0 (the number in the map is one more).</param>
    public ReadOnlySpan<PixelRun> Runs(int index) => _runs.AsSpan(_firstRuns[index], _firstRuns[index + 1] - _firstRuns[index]);

    /// <summary>The components of one class: indices [first, first + count) of <see cref="Components"/>.</summary>
    public (int First, int Count) OfClass(byte label) => (_classStarts[label], _classStarts[label + 1] - _classStarts[label]);

    /// <summary>The mask of each component, in the order of <see cref="Components"/>; costs one pass over the map, however many there are.</summary>
    public IReadOnlyList<RunLengthMask> ToRunLengthMasks() => ColumnRunEncoder.Encode(Width, Height, Buffer, _components.Length);
}
