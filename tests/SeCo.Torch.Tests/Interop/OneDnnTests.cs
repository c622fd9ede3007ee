using System.Text;
using SeCo.Torch.Interop;
using Xunit;

namespace SeCo.Torch.Tests.Interop;

/// <summary>When convolutions go without oneDNN.</summary>
public sealed class OneDnnTests
{
    private const int CacheLeaf = unchecked((int)0x8000001D);

    [Theory]
    [InlineData("AuthenticAMD", CacheLeaf, 0, true)] // a virtual machine that lists no cache
    [InlineData("AuthenticAMD", CacheLeaf, 0x4121, false)] // an EPYC: a data cache of level 1
    [InlineData("AuthenticAMD", CacheLeaf - 1, 0x4121, true)] // the leaf is not there at all
    [InlineData("GenuineIntel", CacheLeaf - 21, 0, false)] // another leaf says it there, and oneDNN guesses where it does not
    public void A_processor_hides_its_caches_where_AMD_s_leaf_lists_none(string vendor, int largestLeaf, int firstCache, bool hides) =>
        Assert.Equal(hides, OneDnn.HidesCaches((leaf, _) => leaf switch
        {
            0 => (1, Word(vendor, 0), Word(vendor, 8), Word(vendor, 4)),
            CacheLeaf => (firstCache, 0, 0, 0),
            _ => (largestLeaf, 0, 0, 0),
        }));

    [Theory]
    [InlineData(null, false, "")]
    [InlineData("", false, "")]
    [InlineData(null, true, "does not say how large its processor's caches are")]
    [InlineData("on", true, "")]
    [InlineData("off", false, "SECO_ONEDNN is off")]
    public void The_user_decides_before_the_processor(string? wanted, bool hidesCaches, string why)
    {
        string said = OneDnn.Decide(wanted, hidesCaches);
        Assert.Equal(why.Length == 0, said.Length == 0);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_value_is_refused_by_name() =>
        Assert.Contains("'1', expected on or off", Assert.Throws<TorchException>(() => OneDnn.Decide("1", false)).Message, StringComparison.Ordinal);

    private static int Word(string vendor, int start) => BitConverter.ToInt32(Encoding.ASCII.GetBytes(vendor), start);
}
