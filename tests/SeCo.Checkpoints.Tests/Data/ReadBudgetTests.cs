using Xunit;

namespace SeCo.Checkpoints.Tests.Data;

public sealed class ReadBudgetTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(0, 128 * Mebibyte)]
    [InlineData(1000, 128 * Mebibyte)]
    [InlineData(Mebibyte, 256 * Mebibyte)]
    public void Memory_is_256_times_the_file_or_128_mebibytes(long file, long limit)
    {
        ReadBudget budget = Of(file);
        Assert.Equal(limit, budget.Limit);
        budget.Fit(limit, "x");
        budget.Fit(limit, "x");
        Assert.Contains($"{limit + 1} bytes of memory", Assert.Throws<IOException>(() => budget.Fit(limit + 1, "x")).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => budget.Fit(-1, "a product that overflowed"));
    }

    [Fact]
    public void What_is_held_is_added_up_over_the_whole_file()
    {
        ReadBudget budget = Of(10);
        budget.Hold(100 * Mebibyte, "the first");
        budget.Fit(100 * Mebibyte, "what is needed for a moment does not count");
        IOException fault = Assert.Throws<IOException>(() => budget.Hold(100 * Mebibyte, "the second"));
        Assert.Equal(
            "the second: 209715200 bytes of memory, but a file of 10 bytes may ask for 134217728. If the file is right, allow more with the environment "
                + "variable SECO_READ_LIMIT_MIB=201",
            fault.Message);
        Assert.Throws<IOException>(() => budget.Hold(long.MaxValue, "no sum overflows"));
    }

    [Fact]
    public void Work_is_added_up_too()
    {
        ReadBudget budget = Of(10);
        budget.Spend(2048 * Mebibyte, "the first");
        Assert.Contains("SECO_READ_LIMIT_MIB=129", Assert.Throws<IOException>(() => budget.Spend(1, "the second")).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Of(10).Spend(long.MaxValue, "x"));
        Of(Mebibyte).Spend(4096 * Mebibyte, "x");
    }

    [Fact]
    public void The_variable_raises_the_limit_and_must_be_a_number()
    {
        try
        {
            Environment.SetEnvironmentVariable(ReadBudget.Variable, "300");
            Assert.Equal(300 * Mebibyte, Of(10).Limit);
            Assert.Null(ReadBudget.SettingFault);
            Environment.SetEnvironmentVariable(ReadBudget.Variable, "2GB");
            Assert.Contains("'2GB', expected a whole number of MiB", ReadBudget.SettingFault, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ReadBudget.Variable, null);
        }

        Assert.Null(ReadBudget.SettingFault);
    }

    private static ReadBudget Of(long file) => new(file, fault => new IOException(fault));
}
