using SeCo.Cli.Doctor;
using Xunit;

namespace SeCo.Cli.Tests.Doctor;

public sealed class MemoryCheckTests
{
    [Fact]
    public void A_container_s_limit_decides_whether_memory_is_little()
    {
        Assert.DoesNotContain(MemoryCheck.Judge(32L << 30, 20L << 30, null), f => f.Kind != FindingKind.Fact);
        Finding[] limited = [.. MemoryCheck.Judge(32L << 30, 20L << 30, 2L << 30)];
        Assert.Contains(limited, f => f.Name == "limit of the container" && f.Value == "2.0 GiB");
        Assert.Contains(limited, f => f.Kind == FindingKind.Note && f.Advice!.Contains("Segment Anything", StringComparison.Ordinal));
    }
}
