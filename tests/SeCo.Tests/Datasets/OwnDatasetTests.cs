using SeCo.Datasets;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Datasets;

public sealed class OwnDatasetTests
{
    private static readonly ClassSet Classes = ClassSet.Resolve("camvid11");

    [Fact]
    public void Entries_stay_in_their_order()
    {
        Dataset own = Dataset.Of("anywhere", Classes, [Entry("b"), Entry("a")]);
        Assert.Equal(["b", "a"], own.Entries.Select(e => e.Name));
        Assert.Same(Classes, own.Classes);
        Assert.Equal("anywhere", own.Options.Root);
    }

    [Fact]
    public void A_name_given_twice_is_refused() =>
        Assert.Contains(
            "2 images are named 'a'",
            Assert.Throws<ArgumentException>(() => Dataset.Of("x", Classes, [Entry("a"), Entry("b"), Entry("a")])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("b/../../a")]
    public void A_name_that_leaves_its_folder_is_refused(string name) =>
        Assert.Contains(
            "leaves its folder", Assert.Throws<ArgumentException>(() => Dataset.Of("x", Classes, [Entry(name)])).Message, StringComparison.Ordinal);

    [Fact]
    public void No_image_is_refused() => Assert.Throws<ArgumentException>(() => Dataset.Of("x", Classes, []));

    private static ImageEntry Entry(string name) => new() { Name = name, ImagePath = name + ".png" };
}
