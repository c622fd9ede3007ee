using SeCo.Configuration;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class OptionFaultsTests
{
    [Fact]
    public void All_faults_of_a_section_are_one_error()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(
            () => OptionFaults.ThrowIfAny("correction", (true, "good"), (false, "folds is 0"), (false, "class_balance is 2")));

        Assert.Equal("correction: folds is 0; class_balance is 2.", fault.Message);
    }

    [Fact]
    public void A_single_faulty_section_says_what_it_says_alone()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => OptionFaults.ThrowIfAny(Good, null, () => Fail("noise")));

        Assert.Equal("noise is faulty", fault.Message);
    }

    [Fact]
    public void Faulty_sections_and_those_within_are_listed_in_one_error()
    {
        ArgumentException fault = Assert.ThrowsAny<ArgumentException>(() => OptionFaults.ThrowIfAny(
            () => Fail("dataset"),
            () => OptionFaults.ThrowIfAny(() => Fail("correction"), () => Fail("correction.noise")),
            Good,
            () => Fail("adaptation")));

        Assert.Equal(
            ["4 sections are faulty:", "  dataset is faulty", "  correction is faulty", "  correction.noise is faulty", "  adaptation is faulty"],
            fault.Message.Split(Environment.NewLine));
    }

    private static void Good()
    {
    }

    private static void Fail(string section) => throw new ArgumentException($"{section} is faulty");
}
