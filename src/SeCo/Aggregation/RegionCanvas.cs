using SeCo.Imaging.Components;

namespace SeCo.Aggregation;

/// <summary>Takes masks one over the other and remembers which of them is on top at each pixel.</summary>
internal sealed class RegionCanvas(int width, int height)
{
    private readonly int[] _top = new int[checked(width * height)];
    private readonly List<(int ClassId, RegionOrigin Origin)> _painted = [];

    /// <summary>Paints a mask over all that is there.</summary>
    public void Paint(RunLengthMask mask, int classId, RegionOrigin origin)
    {
        _painted.Add((classId, origin));
        ColumnMajor.Paint(_top, mask, _painted.Count);
    }

    /// <summary>The visible part of each mask, and the labels: where no mask covers a pixel, what becomes of its label in a column-major map.</summary>
    public AggregationResult Finish(ReadOnlySpan<byte> columnLabels, ClassSet classes, UnpaintedPixels unpainted)
    {
        ColumnRunEncoder encoder = new(width, height, _painted.Count);
        encoder.Add(_top);
        RunLengthMask[] masks = encoder.ToMasks();
        List<ConnectedRegion> regions = [];
        for (int i = 0; i < masks.Length; i++)
        {
            if (masks[i].Area > 0)
            {
                regions.Add(ConnectedRegion.FromMask(regions.Count, _painted[i].ClassId, masks[i]) with { Origin = _painted[i].Origin });
            }
        }

        byte[] columns = Labels(columnLabels, classes, unpainted);
        return new AggregationResult(new LabelMap(width, height, ColumnMajor.Transpose(columns, height, width)), regions);
    }

    private byte[] Labels(ReadOnlySpan<byte> columnLabels, ClassSet classes, UnpaintedPixels unpainted)
    {
        byte[] kept = new byte[256];
        Array.Fill(kept, LabelMap.Ignore);
        foreach (SegmentationClass own in classes.Classes)
        {
            if (unpainted == UnpaintedPixels.KeepPixelLabels || (unpainted == UnpaintedPixels.KeepThingPixels && own.Kind == ClassKind.Thing))
            {
                kept[own.Id] = (byte)own.Id;
            }
        }

        byte[] classOf = [0, .. _painted.Select(p => (byte)p.ClassId)];
        byte[] labels = new byte[_top.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = _top[i] == 0 ? kept[columnLabels[i]] : classOf[_top[i]];
        }

        return labels;
    }
}
