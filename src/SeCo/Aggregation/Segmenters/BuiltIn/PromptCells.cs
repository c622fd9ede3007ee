namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>The window around a box, in cells: single pixels where they are few enough, else the regions of the finest level that is.</summary>
/// <remarks>A region that crosses the border of the box is two cells. Cells lie wholly inside or wholly outside the box.</remarks>
internal sealed class PromptCells(Box box, Box window, int[] cellOf, int count)
{
    private const float Margin = 0.45f; // of the box's shorter side
    private const int MinimumMargin = 3;

    public Box Box => box;

    public Box Window => window;

    public int Count => count;

    /// <summary>Mean L*, a* and b*, each <c>[N]</c>.</summary>
    public float[][] Colours { get; } = [new float[count], new float[count], new float[count]];

    /// <summary>Mean column, <c>[N]</c>; whole numbers are pixel centres.</summary>
    public float[] X { get; } = new float[count];

    /// <summary>Mean row, <c>[N]</c>.</summary>
    public float[] Y { get; } = new float[count];

    /// <summary>Pixels, <c>[N]</c>.</summary>
    public float[] Area { get; } = new float[count];

    /// <summary>Log odds of a pixel of the cell's superpixel to lie in the box, <c>[N]</c>: superpixels that cross its border tell of background.</summary>
    public float[] Crossing { get; private set; } = [];

    /// <summary>Cuts the window around a box inside the image into cells, no more than a limit but where the coarsest level has more. A level is the region of
    /// each pixel: at 0 its superpixel, then ever coarser; null above the coarsest.</summary>
    public static PromptCells Around(Box box, LabImage image, Func<int, int[]?> level, int limit, int[] sizes)
    {
        int margin = Math.Max(MinimumMargin, (int)(Margin * Math.Min(box.Width, box.Height)));
        Box window = new Box(box.X0 - margin, box.Y0 - margin, box.X1 + margin, box.Y1 + margin).Clip(image.Width, image.Height);
        int[] cellOf = [.. Enumerable.Range(0, checked(window.Width * window.Height))];
        int count = cellOf.Length;
        for (int k = 0; count > limit && level(k) is { } regions; k++)
        {
            count = Number(regions, image.Width, box, window, cellOf);
        }

        PromptCells cells = new(box, window, cellOf, count);
        cells.Measure(image);
        cells.MeasureCrossing(level(0)!, image.Width, sizes);
        return cells;
    }

    /// <summary>The mean over each cell's pixels of a value at their centres.</summary>
    public float[] Average(Func<float, float, float> valueAt)
    {
        float[] means = new float[Count];
        int i = 0;
        for (int y = Window.Y0; y < Window.Y1; y++)
        {
            for (int x = Window.X0; x < Window.X1; x++, i++)
            {
                means[cellOf[i]] += valueAt(x, y);
            }
        }

        TensorPrimitives.Divide(means, Area, means);
        return means;
    }

    /// <summary>The pixels of the box whose cells are believed to a degree, and the mean certainty over the box.</summary>
    public SegmentMask ToMask(ReadOnlySpan<float> belief, float threshold, int width, int height)
    {
        byte[] inside = new byte[Box.Area];
        double certainty = 0;
        for (int x = 0; x < Box.Width; x++)
        {
            for (int y = 0; y < Box.Height; y++)
            {
                float value = belief[cellOf[((y + Box.Y0 - Window.Y0) * Window.Width) + x + Box.X0 - Window.X0]];
                certainty += Math.Max(value, 1 - value);
                inside[(y * Box.Width) + x] = value > threshold ? (byte)1 : (byte)0;
            }
        }

        return new SegmentMask(RunLengthMask.FromWindow(width, height, Box, inside), certainty / Box.Area);
    }

    private static int Number(int[] regions, int imageWidth, Box box, Box window, int[] cellOf)
    {
        Dictionary<int, int> numbers = [];
        int i = 0;
        for (int y = window.Y0; y < window.Y1; y++)
        {
            for (int x = window.X0; x < window.X1; x++, i++)
            {
                int key = (2 * regions[(y * imageWidth) + x]) + (box.Contains(x, y) ? 1 : 0);
                if (!numbers.TryGetValue(key, out int number))
                {
                    numbers.Add(key, number = numbers.Count);
                }

                cellOf[i] = number;
            }
        }

        return numbers.Count;
    }

    private void MeasureCrossing(int[] superpixels, int width, int[] sizes)
    {
        Dictionary<int, int> inBox = [];
        for (int y = Box.Y0; y < Box.Y1; y++)
        {
            foreach (int superpixel in superpixels.AsSpan((y * width) + Box.X0, Box.Width))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(inBox, superpixel, out _)++;
            }
        }

        Crossing = Average((x, y) =>
        {
            int superpixel = superpixels[((int)y * width) + (int)x];
            float share = (float)inBox.GetValueOrDefault(superpixel) / sizes[superpixel];
            return MathF.Log((share + 0.05f) / (1.05f - share));
        });
    }

    private void Measure(LabImage image)
    {
        int i = 0;
        for (int y = Window.Y0; y < Window.Y1; y++)
        {
            for (int x = Window.X0; x < Window.X1; x++, i++)
            {
                int cell = cellOf[i];
                int pixel = (y * image.Width) + x;
                for (int c = 0; c < Colours.Length; c++)
                {
                    Colours[c][cell] += image.Planes[c][pixel];
                }

                X[cell] += x;
                Y[cell] += y;
                Area[cell]++;
            }
        }

        foreach (float[] sums in (float[][])[.. Colours, X, Y])
        {
            TensorPrimitives.Divide(sums, Area, sums);
        }
    }
}
