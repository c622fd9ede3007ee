using SeCo.Datasets;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("day/a")]
    [InlineData("night 1/été.v2")]
    [InlineData("day/10#50%")]
    [InlineData("..a/b..")]
    public void A_name_below_its_folder_stays_as_it_is(string name) => Assert.Equal(name, ImageName.Checked(name, "file"));

    [Fact]
    public void A_time_in_a_name_is_no_drive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no name has a colon there");
        Assert.Equal("t/2024-01-01T10:00:00", ImageName.Checked("t/2024-01-01T10:00:00", "file"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/a")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("..\\b")]
    [InlineData("c:b")]
    [InlineData("C:\\b")]
    [InlineData("a\0b")]
    [InlineData("a/./b")]
    [InlineData("\\\\server\\b")]
    public void A_name_that_leaves_its_folder_is_refused(string name) =>
        Assert.Contains("leaves its folder", Assert.Throws<DatasetException>(() => ImageName.Checked(name, "file")).Message, StringComparison.Ordinal);
}
