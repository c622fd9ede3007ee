using SeCo.Aggregation;
using SeCo.Aggregation.Steps;
using SeCo.Imaging;
using SeCo.Imaging.Components;
using Xunit;

namespace SeCo.Tests.Aggregation.Steps;

public sealed class BorderPointsTests
{
    // A ring with a thick side: its centroid lies in the hole.
    private static readonly LabelMap Ring = Drawn(
        ".........",
        ".#######.",
        ".#.#####.",
        ".#.#####.",
        ".#.#####.",
        ".#######.",
        ".........",
        "........#");

    [Fact]
    public void The_point_on_the_thing_is_deepest_inside_it_and_the_point_beside_it_farthest_off()
    {
        ComponentMap map = ConnectedComponents.Label(Ring);
        int ring = map.OfClass(1).First;
        Assert.Equal(new ImagePoint(5, 3), BorderPoints.Inside(map, ring));
        Assert.Equal(new ImagePoint(0, 7), BorderPoints.Outside(map, ring, new Box(0, 0, 8, 8)));
        Assert.Equal(new ImagePoint(2, 2), BorderPoints.Outside(map, ring, new Box(1, 1, 8, 6)));
        Assert.Null(BorderPoints.Outside(map, ring, new Box(3, 1, 8, 5)));
        Assert.Equal(new ImagePoint(8, 7), BorderPoints.Inside(map, ring + 1));
    }

    [Fact]
    public void Prompts_of_things_have_these_points_where_they_are_asked_for()
    {
        AggregationOptions options = new() { ThingPoints = ThingPoints.BorderDistance, MinimumThingPixels = 2 };
        ThingPrompt prompt = Assert.Single(ThingPrompts.Create(Ring, 2, [1], options));
        Assert.Equal([new ImagePoint(5, 3)], prompt.Question.Points);
        Assert.NotEqual(1, Ring.Pixels[((int)Assert.Single(prompt.Question.Outside).Y * Ring.Width) + (int)prompt.Question.Outside[0].X]);
        ThingPrompt usual = Assert.Single(ThingPrompts.Create(Ring, 2, [1], options with { ThingPoints = ThingPoints.Variant }));
        Assert.Empty(usual.Question.Outside);
        Assert.Equal(prompt.Question.Box, usual.Question.Box);
    }

    private static LabelMap Drawn(params string[] rows)
    {
        LabelMap map = new(rows[0].Length, rows.Length);
        for (int i = 0; i < map.Pixels.Length; i++)
        {
            map.Pixels[i] = (byte)(rows[i / map.Width][i % map.Width] == '#' ? 1 : 0);
        }

        return map;
    }
}
