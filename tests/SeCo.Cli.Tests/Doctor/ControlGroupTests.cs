using SeCo.Cli.Doctor;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Doctor;

public sealed class ControlGroupTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Version_2_gives_the_narrowest_limit_of_a_group_and_those_around_it()
    {
        Write("memory.max", "max\n");
        Write("batch/memory.max", "4294967296\n");
        Write("batch/job/memory.max", "8589934592\n");
        Write("batch/cpu.max", "400000 100000\n");
        Write("batch/job/cpu.max", "150000 100000\n");
        Assert.Equal(new ControlGroup(1.5, 4L << 30), ControlGroup.Read("0::/batch/job\n", _root.Path));
    }

    [Fact]
    public void Version_1_is_read_by_controller()
    {
        Write("memory/box/memory.limit_in_bytes", "1073741824\n");
        Write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        Write("cpu,cpuacct/box/cpu.cfs_quota_us", "200000\n");
        Write("cpu,cpuacct/box/cpu.cfs_period_us", "100000\n");
        Write("cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        Write("cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        Assert.Equal(new ControlGroup(2, 1L << 30), ControlGroup.Read("4:memory:/box\n2:cpu,cpuacct:/box\n0::/\n", _root.Path));
    }

    [Theory]
    [InlineData("0::/\n")]
    [InlineData("0::/not/visible/from/here\n")]
    [InlineData("")]
    [InlineData("no such line")]
    public void Without_files_there_is_no_limit(string memberships) =>
        Assert.Equal(new ControlGroup(null, null), ControlGroup.Read(memberships, _root.Path));

    [Fact]
    public void No_limit_in_words_is_none()
    {
        Write("memory.max", "max\n");
        Write("cpu.max", "max 100000\n");
        Assert.Equal(new ControlGroup(null, null), ControlGroup.Read("0::/\n", _root.Path));
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[name])!);
        File.WriteAllText(_root[name], text);
    }
}
