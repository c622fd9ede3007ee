using SeCo.Pipeline.Jobs;
using Xunit;

namespace SeCo.Tests.Pipeline.Jobs;

public sealed class SlurmOptionsTests
{
    [Theory]
    [InlineData("a b", "--x")]
    [InlineData("a\n#SBATCH --uid=0", "--x")]
    [InlineData("a", "--x\nrm -rf /")]
    [InlineData("a", "rm -rf /")]
    [InlineData("a", "predict:--gres=gpu:1")] // devices differ in the last bits
    public void Options_that_would_be_more_than_one_are_refused(string partition, string line) =>
        Assert.Throws<ArgumentException>(() => new SlurmOptions { Partition = partition, Lines = [line] }.Validate());
}
