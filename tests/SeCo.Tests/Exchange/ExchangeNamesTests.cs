using SeCo.Datasets;
using SeCo.Exchange;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class ExchangeNamesTests
{
    [Theory]
    [InlineData("day/a")]
    [InlineData("night 1/été.v2")]
    [InlineData("day/10#50%")]
    [InlineData("..a/b..")]
    public void A_name_below_its_folder_stays_as_it_is(string name) => Assert.Equal(name, ExchangeNames.Checked(name, "file"));

    [Fact]
    public void A_time_in_a_name_is_no_drive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no name has a colon there");
        Assert.Equal("t/2024-01-01T10:00:00", ExchangeNames.Checked("t/2024-01-01T10:00:00", "file"));
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
    public void A_name_that_leaves_its_folder_is_refused(string name) =>
        Assert.Contains("leaves its folder", Assert.Throws<DatasetException>(() => ExchangeNames.Checked(name, "file")).Message, StringComparison.Ordinal);
}
