using SeCo.Configuration;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class OptionsBinderTests
{
    public enum Colour
    {
        Red,

        [ConfigurationName("mid_blue")]
        Blue2,
    }

    public sealed record Inner
    {
        public double Ratio { get; init; } = 0.5;

        public int? Limit { get; init; } = 3;

        public IReadOnlyList<string> Names { get; init; } = [];
    }

    public sealed record Outer
    {
        public ulong Seed { get; init; } = 7;

        public string? Root { get; init; }

        public bool FastMode { get; init; }

        public Colour Paint { get; init; }

        public Inner Inner { get; init; } = new();

        public Inner? Extra { get; init; }

        [NotConfigurable]
        public int Hidden { get; init; } = 1;
    }

    [Fact]
    public void Reads_values_of_every_kind_and_keeps_defaults_for_the_rest()
    {
        Outer options = OptionsBinder.Parse<Outer>("seed: 12\nfast_mode: true\npaint: mid-blue\ninner:\n  limit: null\n  names: [a, 'b c']\n", "x.yaml", []);

        Assert.Equal(12UL, options.Seed);
        Assert.True(options.FastMode);
        Assert.Equal(Colour.Blue2, options.Paint);
        Assert.Equal(0.5, options.Inner.Ratio);
        Assert.Null(options.Inner.Limit);
        Assert.Equal(["a", "b c"], options.Inner.Names);
    }

    [Fact]
    public void Overrides_win_over_the_file_and_keep_its_other_values()
    {
        Outer options = OptionsBinder.Parse<Outer>("inner:\n  limit: 9\n", "x.yaml", ["inner.ratio=0.25", "root=a=b", "inner.names=[x, y]"]);

        Assert.Equal(9, options.Inner.Limit);
        Assert.Equal(0.25, options.Inner.Ratio);
        Assert.Equal("a=b", options.Root);
        Assert.Equal(["x", "y"], options.Inner.Names);
    }

    [Fact]
    public void Reports_all_faults_together_and_suggests_the_key_that_was_meant()
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(
            () => OptionsBinder.Parse<Outer>("sede: 1\ninner:\n  ratio: much\npaint: green\nhidden: 2\n", "x.yaml", ["inner.ratoi=1", "nonsense"]));

        Assert.Equal(6, fault.Faults.Count);
        Assert.Contains(fault.Faults, f => f.Contains("line 1", StringComparison.Ordinal) && f.Contains("Did you mean 'seed'?", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("inner.ratio is 'much', expected a number", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("expected one of red, mid_blue", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("--set inner.ratoi=1", StringComparison.Ordinal) && f.Contains("Did you mean 'ratio'?", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("KEY=VALUE", StringComparison.Ordinal));
    }

    [Fact]
    public void Does_not_change_the_defaults_of_a_nested_record()
    {
        _ = OptionsBinder.Parse<Outer>("inner:\n  ratio: 0.1\n", "x.yaml", []);

        Assert.Equal(0.5, new Outer().Inner.Ratio);
    }

    [Theory]
    [InlineData("a: b: c")]
    [InlineData("seed: 1\nseed: 2\n")]
    [InlineData("inner: &x {ratio: 1}\n")]
    [InlineData("- 1\n- 2\n")]
    [InlineData("seed: 1\n---\nseed: 2\n")]
    [InlineData("inner: [\n")]
    public void Refuses_malformed_files_with_the_file_name(string yaml)
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => OptionsBinder.Parse<Outer>(yaml, "x.yaml", []));

        Assert.StartsWith("x.yaml", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_files_that_nest_too_deeply_instead_of_running_out_of_stack()
    {
        string yaml = "root: " + new string('[', 100_000);

        Assert.Throws<ConfigurationException>(() => OptionsBinder.Parse<Outer>(yaml, "x.yaml", []));
    }

    [Fact]
    public void Written_options_read_back_equal()
    {
        Outer options = new() { Seed = 3, Root = "a: #b \"q\" \\ \t", Paint = Colour.Blue2, Inner = new Inner { Ratio = 0.1, Limit = null, Names = ["true", "x, y"] } };

        Outer back = OptionsBinder.Parse<Outer>(OptionsWriter.ToYaml(options), "x.yaml", []);

        Assert.Equal(options with { Inner = back.Inner }, back);
        Assert.Equal(options.Inner with { Names = back.Inner.Names }, back.Inner);
        Assert.Equal(options.Inner.Names, back.Inner.Names);
    }

    [Theory]
    [InlineData("portoin", "portion", true)]
    [InlineData("zzzzzz", "portion", false)]
    public void Suggests_near_names_only(string given, string known, bool near) =>
        Assert.Equal(near, Suggestion.For(given, [known]).StartsWith("Did you mean", StringComparison.Ordinal));

    [Fact]
    public void A_section_that_may_be_absent_is_there_with_its_defaults_as_soon_as_a_key_is_given()
    {
        Assert.Null(OptionsBinder.Parse<Outer>("seed: 1", "x.yaml", []).Extra);
        Assert.Null(OptionsBinder.Parse<Outer>("extra:\n", "x.yaml", []).Extra);
        Assert.Equal(new Inner { Names = [] }, OptionsBinder.Parse<Outer>("extra: {}", "x.yaml", []).Extra! with { Names = [] });
        Assert.Equal((0.25, 3), OptionsBinder.Parse<Outer>("seed: 1", "x.yaml", ["extra.ratio=0.25"]).Extra is { } extra ? (extra.Ratio, extra.Limit) : default);
        Assert.Null(OptionsBinder.Parse<Outer>("extra:\n  ratio: 0.75\n", "x.yaml", ["extra=null"]).Extra);
        Assert.Null(OptionsBinder.Apply(new Outer { Extra = new Inner() }, ["extra=null"]).Extra);
        Assert.NotNull(OptionsBinder.Apply(new Outer(), ["inner=null"]).Inner);
    }

    [Fact]
    public void Absent_sections_are_written_and_read_back_as_absent()
    {
        string yaml = OptionsWriter.ToYaml(new Outer());

        Assert.Contains("\nextra: null\n", yaml, StringComparison.Ordinal);
        Assert.Null(OptionsBinder.Parse<Outer>(yaml, "x.yaml", []).Extra);
        Assert.Equal(0.75, OptionsBinder.Parse<Outer>(OptionsWriter.ToYaml(new Outer { Extra = new Inner { Ratio = 0.75 } }), "x.yaml", []).Extra?.Ratio);
    }
}
