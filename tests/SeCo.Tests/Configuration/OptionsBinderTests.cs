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
        Assert.Contains(
            fault.Faults, f => f.Contains("--set inner.ratoi=1", StringComparison.Ordinal) && f.Contains("Did you mean 'ratio'?", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("KEY=VALUE", StringComparison.Ordinal));
    }

    [Fact]
    public void Does_not_change_the_defaults_of_a_nested_record()
    {
        _ = OptionsBinder.Parse<Outer>("inner:\n  ratio: 0.1\n", "x.yaml", []);

        Assert.Equal(0.5, new Outer().Inner.Ratio);
    }

    [Fact]
    public void A_section_that_may_be_absent_is_there_with_its_defaults_as_soon_as_a_key_is_given()
    {
        Assert.Null(OptionsBinder.Parse<Outer>("seed: 1", "x.yaml", []).Extra);
        Assert.Null(OptionsBinder.Parse<Outer>("extra:\n", "x.yaml", []).Extra);
        Assert.Equal(new Inner { Names = [] }, OptionsBinder.Parse<Outer>("extra: {}", "x.yaml", []).Extra! with { Names = [] });
        Assert.Equal(
            (0.25, 3), OptionsBinder.Parse<Outer>("seed: 1", "x.yaml", ["extra.ratio=0.25"]).Extra is { } extra ? (extra.Ratio, extra.Limit) : default);
        Assert.Null(OptionsBinder.Parse<Outer>("extra:\n  ratio: 0.75\n", "x.yaml", ["extra=null"]).Extra);
        Assert.Null(OptionsBinder.Apply(new Outer { Extra = new Inner() }, ["extra=null"]).Extra);
        Assert.NotNull(OptionsBinder.Apply(new Outer(), ["inner=null"]).Inner);
    }
}
