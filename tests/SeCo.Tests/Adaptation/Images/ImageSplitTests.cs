using System.Text.Json;
using SeCo.Adaptation;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Adaptation.Images;

public sealed class ImageSplitTests
{
    private static readonly ClassSet Classes = new("two", [new(0, "ground", (0, 0, 0), ClassKind.Stuff), new(1, "thing", (9, 9, 9), ClassKind.Thing)]);

    [Fact]
    public void The_best_images_become_the_labelled_set_and_ties_go_by_name()
    {
        ImageSplit split = ImageSplit.Choose(
            [Image("d", 0.5), Image("a", 0.5), Image("c", 0.9), Image("b", 0.5), Image("e", 0, coverage: 0)],
                new SplitOptions { Portion = 0.5, ImagesPerClass = 0 }, 0);

        Assert.Equal(["a", "c"], split.Labelled.Order());
        Assert.Equal(["d", "b", "e"], split.Unlabelled);
        Assert.Empty(split.HeldOut);
    }

    [Fact]
    public void Each_rule_has_its_own_measure()
    {
        ImageTrust[] images = [Image("a", 0.9, coverage: 0.1), Image("b", 0.1, coverage: 0.9), Image("c", 0, coverage: 0)];
        SplitOptions half = new() { Portion = 0.5, ImagesPerClass = 0 };

        Assert.Equal(["a"], ImageSplit.Choose(images, half with { Rule = SplitRule.Trust }, 0).Labelled);
        Assert.Equal(["b"], ImageSplit.Choose(images, half with { Rule = SplitRule.Coverage }, 0).Labelled);
        ImageSplit all = ImageSplit.Choose(images, half with { Rule = SplitRule.All }, 0);
        Assert.Equal(["a", "b"], all.Labelled);
        Assert.Equal(["c"], all.Unlabelled);
    }

    [Fact]
    public void A_class_gets_the_images_that_have_most_of_it_as_far_as_there_are_any()
    {
        ImageTrust[] images = [Image("a", 0.9), Image("b", 0.8), Image("c", 0.3, thing: 0.1), Image("d", 0.2, thing: 0.2), Image("e", 0.1, thing: 0.05)];
        SplitOptions options = new() { Portion = 0.4 };

        Assert.Equal(["a", "b"], ImageSplit.Choose(images, options with { ImagesPerClass = 0 }, 0).Labelled);
        Assert.Equal(["a", "b", "c", "d"], ImageSplit.Choose(images, options with { ImagesPerClass = 2 }, 0).Labelled);
        Assert.Equal(["a", "b", "c", "d", "e"], ImageSplit.Choose(images, options with { ImagesPerClass = 5 }, 0).Labelled);
    }

    [Fact]
    public void Labelled_images_are_unlabelled_ones_too_where_wanted()
    {
        ImageSplit split = ImageSplit.Choose([Image("a", 0.9), Image("b", 0.1)],
            new SplitOptions { Portion = 0.5, ImagesPerClass = 0, UnlabelledFromAll = true }, 0);

        Assert.Equal(["a"], split.Labelled);
        Assert.Equal(["a", "b"], split.Unlabelled);
    }

    [Fact]
    public void Held_out_images_are_evenly_spread_have_labels_and_are_in_no_set()
    {
        ImageTrust[] images = [.. Enumerable.Range(0, 11).Select(i => Image($"{i:00}", 0.5, coverage: i == 4 ? 0 : 0.5)).Reverse()];

        ImageSplit split = ImageSplit.Choose(images, new SplitOptions { UnlabelledFromAll = true }, 2);

        Assert.Equal(["08", "02"], split.HeldOut); // of 00 … 03, 05 … 10: the third and the eighth
        Assert.Empty(split.HeldOut.Intersect(split.Labelled.Concat(split.Unlabelled)));
        Assert.Equal(9, split.Unlabelled.Count);
    }

    [Fact]
    public void Nothing_to_learn_from_and_nothing_left_to_learn_from_are_errors()
    {
        Assert.Contains("labelled pixel",
            Assert.Throws<ArgumentException>(() => ImageSplit.Choose([Image("a", 0, coverage: 0)], new SplitOptions(), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("at most half of them, 1",
            Assert.Throws<ArgumentException>(() => ImageSplit.Choose([Image("a", 1), Image("b", 1)], new SplitOptions(), 2)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_are_unimatch_lists_and_every_measure()
    {
        using TempFolder folder = new();
        ImageTrust[] images = [Image("x/a", 0.5, thing: 0.25), Image("b", 0.25)];
        ImageSplit split = ImageSplit.Choose(images, new SplitOptions { Portion = 0.5, ImagesPerClass = 0 }, 0);

        SplitFiles.Write(folder.Path, images, split, SplitRule.Trust, Classes, name => $"images/{name}.jpg labels/{name}.png");

        Assert.Equal("images/x/a.jpg labels/x/a.png\n", File.ReadAllText(folder["labelled.txt"]));
        Assert.Equal("images/b.jpg labels/b.png\n", File.ReadAllText(folder["unlabelled.txt"]));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["split.json"]));
        JsonElement first = json.RootElement.GetProperty("images")[0];
        Assert.Equal(("trust", 1, true, 0.25), (
            json.RootElement.GetProperty("rule").GetString(), json.RootElement.GetProperty("labelled").GetInt32(), first.GetProperty("labelled").GetBoolean(),
            first.GetProperty("classes").GetProperty("thing").GetDouble()));
    }

    private static ImageTrust Image(string name, double trust, double coverage = 0.5, double thing = 0) => new(name, trust, coverage, [trust - thing, thing]);
}
