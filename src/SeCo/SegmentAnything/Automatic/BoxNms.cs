namespace SeCo.SegmentAnything;

/// <summary>Non-maximum suppression of boxes, with the arithmetic of torchvision on a CPU.</summary>
internal static class BoxNms
{
    /// <summary>Goes through the boxes from the best to the worst and drops those that overlap a kept one too much: those without area neither suppress nor
    /// are suppressed, and of equal scores the first is better. IoUs are float32 and the threshold is not rounded: 0.6 as float32 is above 0.6.</summary>
    /// <returns>The places of the kept boxes, the best first.</returns>
    public static int[] Keep(ImageBox[] boxes, float[] scores, double threshold)
    {
        int[] order = [.. Enumerable.Range(0, boxes.Length).OrderByDescending(i => scores[i])];
        float[] x0 = new float[order.Length], y0 = new float[order.Length], x1 = new float[order.Length], y1 = new float[order.Length];
        float[] areas = new float[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ImageBox box = boxes[order[i]];
            (x0[i], y0[i], x1[i], y1[i]) = ((float)box.X0, (float)box.Y0, (float)box.X1, (float)box.Y1);
            areas[i] = (x1[i] - x0[i]) * (y1[i] - y0[i]);
        }

        bool[] gone = new bool[order.Length];
        List<int> kept = [];
        for (int i = 0; i < order.Length; i++)
        {
            if (gone[i])
            {
                continue;
            }

            kept.Add(order[i]);
            for (int j = i + 1; j < order.Length; j++)
            {
                if (gone[j])
                {
                    continue;
                }

                float width = Math.Max(0, Math.Min(x1[i], x1[j]) - Math.Max(x0[i], x0[j]));
                float height = Math.Max(0, Math.Min(y1[i], y1[j]) - Math.Max(y0[i], y0[j]));
                float shared = width * height;

                // Without area on both sides this is 0 / 0, which is above nothing.
                gone[j] = shared / (areas[i] + areas[j] - shared) > threshold;
            }
        }

        return [.. kept];
    }
}
