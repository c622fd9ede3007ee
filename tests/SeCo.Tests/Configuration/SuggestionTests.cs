using SeCo.Configuration;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("portoin", "portion", true)]
    [InlineData("zzzzzz", "portion", false)]
    public void Suggests_near_names_only(string given, string known, bool near) =>
        Assert.Equal(near, Suggestion.For(given, [known]).StartsWith("Did you mean", StringComparison.Ordinal));

    [Fact]
    public void Short_lists_are_told_whole() => Assert.Equal("Did you mean 'coco'? There is: coco, cvat.", Suggestion.WithAll("cocoa", ["cvat", "coco"]));
}
