using SeCo.Imaging.Components;

namespace SeCo.Aggregation.Steps;

/// <summary>Points of a component by their distance to its border (SAMRefiner, Lin et al. 2025).</summary>
internal static class BorderPoints
{
    private const int Straight = 3, Diagonal = 4; // steps to neighbours, nearly as 1 to the root of 2
    private const int Far = int.MaxValue / 2;

    /// <summary>The pixel that is farthest from all that is not the component, the edges of the image among it; the first of several.</summary>
    public static ImagePoint Inside(ComponentMap map, int index) =>
        Farthest(map, index, map.Components[index].Bounds, ofComponent: true, beyond: 0)!.Value;

    /// <summary>The pixel of a box that is farthest from the component; null where there is none beside it.</summary>
    public static ImagePoint? Outside(ComponentMap map, int index, Box box) => Farthest(map, index, box, ofComponent: false, beyond: Far);

    private static ImagePoint? Farthest(ComponentMap map, int index, Box box, bool ofComponent, int beyond)
    {
        int[] distances = new int[box.Width * box.Height];
        for (int i = 0; i < distances.Length; i++)
        {
            int x = box.X0 + (i % box.Width), y = box.Y0 + (i / box.Width);
            bool isInside = map.Pixels[(y * map.Width) + x] == index + 1;
            distances[i] = isInside == ofComponent ? Far : 0;
        }

        // Once from the top left and once from the bottom right: each pixel learns from the neighbours that came before it.
        for (int i = 0; i < distances.Length; i++)
        {
            Learn(i, -1);
        }

        for (int i = distances.Length - 1; i >= 0; i--)
        {
            Learn(i, 1);
        }

        int best = Enumerable.Range(0, distances.Length).MaxBy(i => distances[i]);
        return distances[best] is 0 or Far ? null : new ImagePoint(box.X0 + (best % box.Width), box.Y0 + (best / box.Width));

        void Learn(int i, int step)
        {
            (int y, int x) = Math.DivRem(i, box.Width);
            int least = Math.Min(At(x + step, y) + Straight, At(x, y + step) + Straight);
            least = Math.Min(least, Math.Min(At(x - 1, y + step), At(x + 1, y + step)) + Diagonal);
            distances[i] = Math.Min(distances[i], least);
        }

        int At(int x, int y) => x >= 0 && y >= 0 && x < box.Width && y < box.Height ? distances[(y * box.Width) + x] : beyond;
    }
}
