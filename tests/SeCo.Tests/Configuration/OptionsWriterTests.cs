using SeCo.Configuration;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class OptionsWriterTests
{
    [Fact]
    public void Every_key_is_written_in_the_order_of_its_declaration() => Assert.Equal(
        "ratio: 0.1\nlimit: null\nnames: [a, \"b c\"]\n",
        OptionsWriter.ToYaml(new OptionsBinderTests.Inner { Ratio = 0.1, Limit = null, Names = ["a", "b c"] }));

    [Fact]
    public void Differences_name_the_key_and_both_values() => Assert.Equal(
        [("paint", "mid_blue", "red"), ("inner.limit", "null", "3"), ("extra.ratio", "0.75", "0.5")],
        OptionsWriter.Differences(
            new OptionsBinderTests.Outer
            {
                Paint = OptionsBinderTests.Colour.Blue2,
                Inner = new OptionsBinderTests.Inner { Limit = null },
                Extra = new OptionsBinderTests.Inner { Ratio = 0.75 },
            },
            new OptionsBinderTests.Outer()));

    [Fact]
    public void Written_options_read_back_equal()
    {
        OptionsBinderTests.Outer options = new()
        {
            Seed = 3, Root = "a: #b \"q\" \\ \t", Paint = OptionsBinderTests.Colour.Blue2,
            Inner = new OptionsBinderTests.Inner { Ratio = 0.1, Limit = null, Names = ["true", "x, y"] },
        };

        OptionsBinderTests.Outer back = OptionsBinder.Parse<OptionsBinderTests.Outer>(OptionsWriter.ToYaml(options), "x.yaml", []);

        Assert.Equal(options with { Inner = back.Inner }, back);
        Assert.Equal(options.Inner with { Names = back.Inner.Names }, back.Inner);
        Assert.Equal(options.Inner.Names, back.Inner.Names);
    }

    [Fact]
    public void Absent_sections_are_written_and_read_back_as_absent()
    {
        string yaml = OptionsWriter.ToYaml(new OptionsBinderTests.Outer());

        Assert.Contains("\nextra: null\n", yaml, StringComparison.Ordinal);
        Assert.Null(OptionsBinder.Parse<OptionsBinderTests.Outer>(yaml, "x.yaml", []).Extra);
        Assert.Equal(
            0.75,
            OptionsBinder.Parse<OptionsBinderTests.Outer>(
                OptionsWriter.ToYaml(new OptionsBinderTests.Outer { Extra = new OptionsBinderTests.Inner { Ratio = 0.75 } }), "x.yaml", []).Extra?.Ratio);
    }
}
