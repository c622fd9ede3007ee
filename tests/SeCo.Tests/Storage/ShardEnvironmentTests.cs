using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class ShardEnvironmentTests
{
    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=6 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=1", "3/6")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0", "1/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=2", "3/4")]
    [InlineData("SLURM_PROCID=7 SLURM_NTASKS=8", "8/8")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=2", "1/2")]
    [InlineData("RANK=1 WORLD_SIZE=2", "2/2")]
    [InlineData("JOB_COMPLETION_INDEX=4 SECO_SHARDS=5", "5/5")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=6 SLURM_ARRAY_TASK_MIN=1 SLURM_PROCID=0 SLURM_NTASKS=1", "2/6")]
    [InlineData("RANK=1 WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2", "2/2")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=1", "1/1")]
    public void Every_launcher_says_which_share(string environment, string expected) =>
        Assert.Equal(expected, ShardEnvironment.Parse("auto", In(environment)).ToString());

    [Theory]
    [InlineData("", "nothing says which share is meant; looked for SLURM_ARRAY_TASK_ID, SLURM_PROCID, OMPI_COMM_WORLD_RANK, RANK and JOB_COMPLETION_INDEX")]
    [InlineData("RANK=0 WORLD_SIZE=2 SLURM_PROCID=1 SLURM_NTASKS=2", "SLURM_PROCID means share 2/2, but RANK means 1/2")]
    [InlineData("RANK=0 WORLD_SIZE=2 SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=6 SLURM_ARRAY_TASK_MIN=1", "means share 1/6, but RANK means 1/2")]
    [InlineData("RANK=0", "RANK is set, but WORLD_SIZE is not")]
    [InlineData("RANK=2 WORLD_SIZE=2", "RANK is 2, expected 0 to 1")]
    [InlineData("RANK=-1 WORLD_SIZE=2", "RANK is '-1', expected a whole number")]
    [InlineData("RANK=0 WORLD_SIZE=0", "WORLD_SIZE is '0', expected a whole number from 1")]
    [InlineData("JOB_COMPLETION_INDEX=4", "nothing says of how many. Give --shard auto/COUNT, or set SECO_SHARDS")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_STEP=1", "none of 2 tasks from 2")]
    [InlineData("RANK=0 WORLD_SIZE=2 SECO_SHARDS=3", "RANK speaks of 2 shares, but 3 are asked for")]
    public void What_is_missing_or_contradicts_itself_is_told(string environment, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => ShardEnvironment.Parse("auto", In(environment))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_number_of_shares_may_be_given_and_a_share_may_be_said()
    {
        Assert.Equal("3/8", ShardEnvironment.Parse("auto/8", In("JOB_COMPLETION_INDEX=2 SECO_SHARDS=5")).ToString());
        Assert.Equal("2/3", ShardEnvironment.Parse("2/3", In("RANK=0 WORLD_SIZE=9")).ToString());
        Assert.Throws<FormatException>(() => ShardEnvironment.Parse("auto/x", In("")));
        Assert.Throws<FormatException>(() => ShardEnvironment.Parse("auto/0", In("")));
    }

    private static Func<string, string?> In(string environment) =>
        environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('=')).ToDictionary(e => e[0], e => e[1]).GetValueOrDefault;
}
