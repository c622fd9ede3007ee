using SeCo.Exchange;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class LabelStudioAddressTests
{
    [Theory]
    [InlineData("/data/local-files/?d=", "images/a b/10#50%+é.png", "/data/local-files/?d=images/a%20b/10%2350%25%2B%C3%A9.png")]
    [InlineData("https://x.org/", "a b.png", "https://x.org/a%20b.png")]
    [InlineData("s3://bucket/", "a b.png", "s3://bucket/a b.png")]
    [InlineData("", "day/a.png", "day/a.png")]
    public void After_a_web_address_names_are_escaped(string prefix, string file, string address) =>
        Assert.Equal(address, LabelStudioAddress.Of(prefix, file));

    [Theory]
    [InlineData("/data/local-files/?d=images/a%20b/10%2350%25%2B%C3%A9.png", "images/a b/10#50%+é")]
    [InlineData("/data/local-files/?d=images/a.v2.png&x=1", "images/a.v2")]
    [InlineData("https://x.org/b/frame%201.jpg?X-Amz-Date=2024/01", "x.org/b/frame 1")]
    [InlineData("/data/upload/3/0a1b2c3d-frame.png", "frame")]
    [InlineData("/data/upload/3/frame.png", "frame")]
    [InlineData("s3://bucket/day/0a1b2c3d-frame.png", "bucket/day/0a1b2c3d-frame")]
    [InlineData("day/a#1.png", "day/a#1")]
    [InlineData("a.png", "a")]
    [InlineData("https://a.png", "a")]
    [InlineData("/data/local-files/?d=/home/x/../day/a.png", "day/a")]
    [InlineData("C:\\photos\\a.png", "photos/a")]
    public void The_name_of_an_image_is_found_in_its_address(string address, string name) => Assert.Equal(name, LabelStudioAddress.NameOf(address));
}
