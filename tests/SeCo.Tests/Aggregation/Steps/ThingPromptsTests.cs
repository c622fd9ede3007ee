using SeCo.Aggregation;
using SeCo.Aggregation.Steps;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Aggregation.Steps;

public sealed class ThingPromptsTests
{
    private static readonly AggregationOptions Paper = new();
    private static readonly AggregationOptions Reference = new() { Variant = AggregationVariant.Reference };

    [Fact]
    public void The_paper_takes_the_centre_and_enlarges_the_rectangle_by_half()
    {
        // 12 x 4 pixels from (20, 10): the edges are 20…32 and 10…14, enlarged 17…35 and 9…15.
        ThingPrompt prompt = Assert.Single(ThingPrompts.Create(Block(64, 40, 5, new Box(20, 10, 32, 14)), 19, [5], Paper));

        Assert.Equal(new Box(17, 9, 35, 15), prompt.Question.Box);
        Assert.Equal([new ImagePoint(25.5, 11.5)], prompt.Question.Points);
        Assert.Equal((5, 1), (prompt.ClassId, prompt.Component));
    }

    [Fact]
    public void Boxes_end_at_the_border_of_the_image()
    {
        ThingPrompt prompt = Assert.Single(ThingPrompts.Create(Block(64, 40, 5, new Box(0, 36, 12, 40)), 19, [5], Paper));

        Assert.Equal(new Box(0, 35, 15, 40), prompt.Question.Box);
    }

    [Fact]
    public void A_line_one_pixel_thick_is_prompted_by_the_paper_and_lost_by_the_reference()
    {
        LabelMap labels = Block(64, 40, 5, new Box(20, 4, 21, 24));

        Assert.Equal(new Box(19, 0, 22, 29), Assert.Single(ThingPrompts.Create(labels, 19, [5], Paper)).Question.Box);
        Assert.Empty(ThingPrompts.Create(labels, 19, [5], Reference));
    }

    [Fact]
    public void The_reference_sends_two_points_for_an_odd_number_of_pixels_and_one_for_an_even_one()
    {
        Assert.Equal(2, Assert.Single(ThingPrompts.Create(Block(64, 40, 5, new Box(20, 10, 25, 13)), 19, [5], Reference)).Question.Points.Count);
        Assert.Single(Assert.Single(ThingPrompts.Create(Block(64, 40, 5, new Box(20, 10, 26, 13)), 19, [5], Reference)).Question.Points);
    }

    [Fact]
    public void A_class_needs_more_than_ten_pixels_and_a_component_at_least_ten()
    {
        LabelMap ten = Block(64, 40, 5, new Box(0, 0, 5, 2));
        LabelMap eleven = Block(64, 40, 5, new Box(0, 0, 5, 2));
        eleven[40, 30] = 5;

        Assert.Empty(ThingPrompts.Create(ten, 19, [5], Paper));
        Assert.Equal(1, Assert.Single(ThingPrompts.Create(eleven, 19, [5], Paper)).Component);
        Assert.Single(ThingPrompts.Create(ten, 19, [5], Paper with { MinimumClassPixels = 9 }));
        Assert.Equal(2, ThingPrompts.Create(eleven, 19, [5], Paper with { MinimumThingPixels = 1 }).Count);
    }

    [Fact]
    public void Prompts_follow_the_classes_asked_for_and_then_first_pixels()
    {
        LabelMap labels = Block(64, 40, 5, new Box(30, 0, 40, 4));
        Fill(labels, 5, new Box(0, 2, 10, 6));
        Fill(labels, 7, new Box(50, 20, 60, 30));

        IReadOnlyList<ThingPrompt> prompts = ThingPrompts.Create(labels, 19, [7, 5], Paper);

        Assert.Equal([(7, 1), (5, 1), (5, 2)], prompts.Select(p => (p.ClassId, p.Component)));
        Assert.Equal(new ImagePoint(34.5, 1.5), prompts[1].Question.Points[0]);
    }

    private static LabelMap Block(int width, int height, byte label, Box box)
    {
        LabelMap labels = new(width, height);
        Fill(labels, label, box);
        return labels;
    }

    private static void Fill(LabelMap labels, byte label, Box box)
    {
        for (int y = box.Y0; y < box.Y1; y++)
        {
            labels.Row(y)[box.X0..box.X1].Fill(label);
        }
    }
}
