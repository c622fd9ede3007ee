using SeCo.Exchange;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class ExchangeNamesTests
{
    private static readonly ExchangeNames Asked = Of("a", "night/a", "day/a", "x/day/b", "day/b", "n\u00fcrnberg/c", "back\\slash", "A");

    [Theory]
    [InlineData("a", "a")]
    [InlineData("A", "A")] // only the case differs: two images
    [InlineData("images/night/a", "night/a")] // a ends like it too, but the longer name has more of it
    [InlineData("task/x/day/b", "x/day/b")]
    [InlineData("task/day/b", "day/b")]
    [InlineData("nu\u0308rnberg/c", "n\u00fcrnberg/c")]
    [InlineData("job/nu\u0308rnberg/c", "n\u00fcrnberg/c")]
    [InlineData("c", "n\u00fcrnberg/c")]
    [InlineData("back/slash", "back\\slash")]
    [InlineData("night/b", null)]
    [InlineData("nurnberg/c", null)]
    public void The_image_that_has_most_of_a_name_is_meant(string name, string? meant) => Assert.Equal(meant, Asked.Find(name)?.Name);

    [Fact]
    public void A_name_that_may_be_two_images_is_refused()
    {
        Assert.Contains("may be 'x/a' or 'y/a'", Assert.Throws<DatasetException>(() => Of("x/a", "y/a").Find("a")).Message, StringComparison.Ordinal);
        Assert.Contains("may be", Assert.Throws<DatasetException>(() => Of("e\u0301", "\u00e9").Find("job/\u00e9")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_equal_to_the_eye_stay_two_images()
    {
        ExchangeNames asked = Of("e\u0301", "\u00e9");
        Assert.Equal(["e\u0301", "\u00e9"], new[] { "e\u0301", "\u00e9" }.Select(name => asked.Find(name)!.Name));
    }

    [Fact]
    public void Where_files_are_named_the_same_file_comes_first()
    {
        ExchangeNames asked = new([new("a", "images/a.png", 1, 1), new("images/a", "images/images/a.png", 1, 1)], "file");
        Assert.Equal(("a", "images/a"), (asked.Find("images/a", isFile: true)!.Name, asked.Find("images/a")!.Name));
    }

    private static ExchangeNames Of(params string[] names) => new([.. names.Select(name => new ExchangeImage(name, $"images/{name}.png", 1, 1))], "file");
}
