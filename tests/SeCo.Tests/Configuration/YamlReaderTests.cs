using SeCo.Configuration;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class YamlReaderTests
{
    [Fact]
    public void Texts_lists_and_named_values_know_their_lines()
    {
        MappingNode root = Assert.IsType<MappingNode>(YamlReader.Read("a: 1\nb:\n  - x\n  - ~\nc: {d: ''}\n", "x.yaml"));

        Assert.Equal(new ScalarNode("1", "line 1"), root.Values["a"]);
        Assert.Equal([new ScalarNode("x", "line 3"), new ScalarNode(null, "line 4")], Assert.IsType<ListNode>(root.Values["b"]).Items);
        Assert.Equal(new ScalarNode(string.Empty, "line 5"), Assert.IsType<MappingNode>(root.Values["c"]).Values["d"]);
        Assert.Equal("line 2", root.KeyLocations["b"]);
    }

    [Fact]
    public void A_file_that_is_missing_or_too_long_is_refused_before_it_is_read()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["long.yaml"], new string('#', YamlReader.MaximumLength + 1));

        Assert.Contains("there is no such file", Assert.Throws<ConfigurationException>(() => YamlReader.ReadFile(temp["none.yaml"])).Message);
        Assert.Contains("is a folder", Assert.Throws<ConfigurationException>(() => YamlReader.ReadFile(temp.Path)).Message);
        Assert.Contains("has 1048577 bytes", Assert.Throws<ConfigurationException>(() => YamlReader.ReadFile(temp["long.yaml"])).Message);
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
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => OptionsBinder.Parse<OptionsBinderTests.Outer>(yaml, "x.yaml", []));

        Assert.StartsWith("x.yaml", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: !<%> x")]
    [InlineData("seed: !<:> 1")]
    [InlineData("seed: !<%zz> 1")]
    [InlineData("!<http://[> \nseed: 1")]
    public void Refuses_tags_that_are_no_addresses_with_the_file_name(string yaml)
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => YamlReader.Read(yaml, "a/b.yaml"));
        Assert.StartsWith("a/b.yaml: line 1: not valid YAML: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_files_that_nest_too_deeply_instead_of_running_out_of_stack()
    {
        string yaml = "root: " + new string('[', 100_000);

        Assert.Throws<ConfigurationException>(() => YamlReader.Read(yaml, "x.yaml"));
    }
}
