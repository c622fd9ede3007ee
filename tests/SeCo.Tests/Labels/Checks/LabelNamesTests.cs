using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class LabelNamesTests
{
    [Theory]
    [InlineData("ulm/x_leftImg8bit", "ulm/x")]
    [InlineData("ulm/x_gtFine_labelTrainIds", "ulm/x")]
    [InlineData("ulm/x_gtFine_labelIds", "ulm/x")]
    [InlineData("x_train_id", "x")]
    [InlineData("plain", "plain")]
    public void An_image_and_its_labels_have_one_stem(string name, string stem) => Assert.Equal(stem, LabelNames.StemOf(name));

    [Theory]
    [InlineData(LabelKind.TrainIds, "x_gtFine_labelTrainIds", "_gtFine_color, _gtFine_labelIds")]
    [InlineData(LabelKind.OtherIds, "x_gtFine_labelIds", "_gtFine_color, _gtFine_labelTrainIds")]
    [InlineData(LabelKind.Colors, "x_gtFine_color", "_gtFine_labelIds, _gtFine_labelTrainIds")]
    public void Of_several_kinds_the_wanted_one_is_taken_and_the_others_are_counted(object kind, string chosen, string left)
    {
        List<(string Name, string Path)> files = [.. new[] { "x_gtFine_color", "x_gtFine_labelIds", "x_gtFine_labelTrainIds" }.Select(n => (n, n + ".png"))];
        List<(string Kind, int Files)> others = [];

        Assert.Equal(chosen, Assert.Single(LabelNames.Choose(files, (LabelKind)kind, others)).Name);
        Assert.Equal(left, string.Join(", ", others.Select(o => o.Kind)));
        Assert.All(others, o => Assert.Equal(1, o.Files));
    }

    [Fact]
    public void Files_of_one_kind_are_all_taken()
    {
        List<(string Name, string Path)> files = [("a", "a.png"), ("b", "b.png")];
        List<(string Kind, int Files)> others = [];

        Assert.Same(files, LabelNames.Choose(files, LabelKind.OtherIds, others));
        Assert.Empty(others);
    }
}
