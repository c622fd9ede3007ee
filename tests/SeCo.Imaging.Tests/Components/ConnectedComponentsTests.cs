using FsCheck.Xunit;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Imaging.Tests.Components;

public sealed class ConnectedComponentsTests
{
    [Fact]
    public void Diagonal_neighbours_of_one_class_are_one_component()
    {
        ComponentMap map = ConnectedComponents.Label(Map(
            "1.2",
            ".1.",
            "2.1"));

        Assert.Equal([1, 2, 2], map.Components.Select(c => (int)c.Label));
        Assert.Equal([1, 0, 2, 0, 1, 0, 3, 0, 1], map.Pixels.ToArray());
        Assert.Equal(new Component(1, 3, new Box(0, 0, 3, 3), 0, 0, new ImagePoint(1, 1)), map.Components[0]);
    }

    [Fact]
    public void Arms_that_meet_below_are_one_component_named_by_its_first_pixel()
    {
        ComponentMap map = ConnectedComponents.Label(Map(
            "..1.1",
            "1...1",
            "1.1.1",
            ".1.1."));

        Component component = map.Components[^1];
        Assert.Equal(2, map.Components.Count);
        Assert.Equal((2, 0, 1), (map.Components[0].FirstX, map.Components[0].FirstY, map.Components[0].Area));
        Assert.Equal((4, 0, 8), (component.FirstX, component.FirstY, component.Area));
    }

    [Fact]
    public void Orders_differ_where_the_earlier_block_holds_the_later_pixel()
    {
        LabelMap labels = Map(
            "...1",
            "1...");

        Assert.Equal((3, 0), First(ConnectedComponents.Label(labels, ComponentOrder.FirstPixel)));
        Assert.Equal((0, 1), First(ConnectedComponents.Label(labels, ComponentOrder.FirstBlock)));

        static (int X, int Y) First(ComponentMap map) => (map.Components[0].FirstX, map.Components[0].FirstY);
    }

    [Fact]
    public void A_map_without_labels_has_no_components()
    {
        ComponentMap map = ConnectedComponents.Label(new LabelMap(7, 3));

        Assert.Empty(map.Components);
        Assert.Empty(map.ToRunLengthMasks());
        Assert.Equal((0, 0), map.OfClass(3));
    }

    [Property(MaxTest = 200)]
    public void Equals_a_flood_fill_class_by_class(int seed)
    {
        LabelMap labels = Random(seed);
        foreach (ComponentOrder order in Enum.GetValues<ComponentOrder>())
        {
            ComponentMap map = ConnectedComponents.Label(labels, order);
            Assert.Equal(FloodFill(labels, order), map.Pixels.ToArray());
        }
    }

    [Property(MaxTest = 100)]
    public void Masks_runs_and_measures_describe_the_same_pixels(int seed)
    {
        LabelMap labels = Random(seed);
        ComponentMap map = ConnectedComponents.Label(labels);
        IReadOnlyList<RunLengthMask> masks = map.ToRunLengthMasks();

        Assert.Equal(map.Components.Count, masks.Count);
        for (int i = 0; i < masks.Count; i++)
        {
            BinaryMask own = new(map.Width, map.Height, [.. map.Pixels.ToArray().Select(id => id == i + 1 ? (byte)1 : (byte)0)]);
            Assert.Equal(RunLengthMask.FromMask(own).Counts.ToArray(), masks[i].Counts.ToArray());
            Assert.Equal(masks[i].Area, map.Components[i].Area);
            Assert.Equal(masks[i].Bounds, map.Components[i].Bounds);

            (int x, int y)[] pixels = [.. map.Runs(i).ToArray().SelectMany(r => Enumerable.Range(r.X0, r.Length).Select(x => (x, r.Y)))];
            Assert.Equal(masks[i].Area, pixels.Length);
            Assert.All(pixels, p => Assert.True(own[p.x, p.y]));
            Assert.Equal(pixels.Average(p => p.x), map.Components[i].Centroid.X, 1e-9);
            Assert.Equal(pixels.Average(p => p.y), map.Components[i].Centroid.Y, 1e-9);
        }
    }

    [Property(MaxTest = 50)]
    public void A_class_is_one_range_of_components(int seed)
    {
        ComponentMap map = ConnectedComponents.Label(Random(seed));
        for (int label = 0; label < 6; label++)
        {
            (int first, int count) = map.OfClass((byte)label);
            IEnumerable<int> expected = Enumerable.Range(0, map.Components.Count).Where(i => map.Components[i].Label == label);
            Assert.Equal(expected, Enumerable.Range(first, count));
        }
    }

    private static LabelMap Map(params string[] rows) =>
        new(rows[0].Length, rows.Length, [.. rows.SelectMany(r => r).Select(c => c == '.' ? LabelMap.Ignore : (byte)(c - '0'))]);

    private static LabelMap Random(int seed)
    {
        Random random = new(seed);
        int width = random.Next(1, 40), height = random.Next(1, 30), classes = random.Next(1, 5);
        double ignored = random.NextDouble();
        LabelMap map = new(width, height);
        foreach (ref byte pixel in map.Pixels)
        {
            pixel = random.NextDouble() < ignored ? LabelMap.Ignore : (byte)random.Next(classes);
        }

        return map;
    }

    private static int[] FloodFill(LabelMap labels, ComponentOrder order)
    {
        int width = labels.Width, height = labels.Height, next = 0;
        int[] ids = new int[width * height];
        IEnumerable<(int X, int Y)> pixels = Enumerable.Range(0, width * height).Select(i => (i % width, i / width));
        if (order == ComponentOrder.FirstBlock)
        {
            pixels = pixels.OrderBy(p => ((p.Y / 2) * ((width + 1) / 2)) + (p.X / 2));
        }

        (int X, int Y)[] scan = [.. pixels];
        for (int label = 0; label < LabelMap.Ignore; label++)
        {
            foreach ((int x, int y) in scan)
            {
                if (labels[x, y] == label && ids[(y * width) + x] == 0)
                {
                    Fill(x, y, label, ++next);
                }
            }
        }

        return ids;

        void Fill(int startX, int startY, int label, int id)
        {
            Stack<(int X, int Y)> open = new([(startX, startY)]);
            while (open.TryPop(out (int X, int Y) p))
            {
                if (p.X < 0 || p.Y < 0 || p.X >= width || p.Y >= height || labels[p.X, p.Y] != label || ids[(p.Y * width) + p.X] != 0)
                {
                    continue;
                }

                ids[(p.Y * width) + p.X] = id;
                for (int dy = -1; dy <= 1; dy++)
                {
                    for (int dx = -1; dx <= 1; dx++)
                    {
                        open.Push((p.X + dx, p.Y + dy));
                    }
                }
            }
        }
    }
}
