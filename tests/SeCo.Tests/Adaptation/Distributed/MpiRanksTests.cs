using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Distributed.Interop;
using Xunit;

namespace SeCo.Tests.Adaptation.Distributed;

/// <summary>When processes are joined; that they train together is for the tests of <c>seco adapt</c> under <c>mpirun</c>.</summary>
public sealed class MpiRanksTests
{
    [Fact]
    public void Without_mpirun_nothing_is_joined_and_a_missing_library_is_named_with_the_way_out()
    {
        Assert.Null(MpiRanks.Join(_ => null));
        Assert.Null(MpiRanks.Join(name => name == "OMPI_COMM_WORLD_SIZE" ? "1" : null));
        Assert.Null(MpiRanks.Join(name => name == "SLURM_NTASKS" ? "8" : null)); // shards under srun, without MPI
        string text = Assert.Throws<DllNotFoundException>(
            () => MpiRanks.Join(name => name == "PMI_SIZE" ? "4" : name == MpiLibrary.Variable ? "/nowhere/libmpi.so" : null)).Message;
        Assert.Contains("one of 4", text, StringComparison.Ordinal);
        Assert.Contains("/nowhere/libmpi.so", text, StringComparison.Ordinal);
        Assert.Contains("SECO_MPI", text, StringComparison.Ordinal);
    }
}
