using SeCo.Configuration;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("800mb", 800_000_000)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("12", 12)]
    [InlineData("12 B", 12)]
    public void Numbers_are_read_with_units_of_1000_and_of_1024(string text, long bytes) => Assert.Equal(bytes, MemorySize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-2GB")]
    [InlineData("0GB")]
    [InlineData("2 GO")]
    [InlineData("1e3")]
    [InlineData("9999999TB")]
    public void Anything_else_is_refused_with_an_example(string text) =>
        Assert.Contains("as in 2GB", Assert.Throws<FormatException>(() => MemorySize.Parse(text)).Message, StringComparison.Ordinal);
}
