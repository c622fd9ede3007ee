using SeCo.Adaptation.Distributed.Interop;

namespace SeCo.Adaptation.Distributed;

/// <summary>The processes that <c>mpirun</c> started.</summary>
internal sealed unsafe class MpiRanks : Ranks
{
    private const int LongestPause = 20; // milliseconds

    private readonly MpiLibrary _mpi;

    private MpiRanks(MpiLibrary mpi, int local) => (_mpi, LocalRank) = (mpi, local);

    public override int Rank => _mpi.Rank;

    public override int Count => _mpi.Count;

    public override int LocalRank { get; }

    /// <summary>Joins the others, where the environment says that there are any; null where it does not, and then nothing is loaded.</summary>
    public static MpiRanks? Join(Func<string, string?> variable)
    {
        int? open = Number("OMPI_COMM_WORLD_SIZE");
        int? count = open ?? Number("PMI_SIZE") ?? Number("MV2_COMM_WORLD_SIZE") ?? (variable("PMIX_RANK") is null ? null : Number("SLURM_NTASKS"));
        if (count is null or <= 1)
        {
            return null;
        }

        int? local = Number("OMPI_COMM_WORLD_LOCAL_RANK") ?? Number("MPI_LOCALRANKID") ?? Number("MV2_COMM_WORLD_LOCAL_RANK") ?? Number("SLURM_LOCALID");
        bool isOpenMpi = open is not null || variable("PMIX_RANK") is not null;
        return new MpiRanks(MpiLibrary.Begin(variable(MpiLibrary.Variable), isOpenMpi, count.Value), local ?? 0);

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    protected override void SumAll(Span<float> values)
    {
        fixed (float* pointer = values)
        {
            _mpi.Sum(pointer, values.Length);
        }
    }

    protected override void SumAll(Span<double> values)
    {
        fixed (double* pointer = values)
        {
            _mpi.Sum(pointer, values.Length);
        }
    }

    // It may take hours until the first process has something to say: no core is kept busy with waiting.
    protected override void TakeFromFirst(Span<byte> bytes, CancellationToken cancellationToken)
    {
        fixed (byte* pointer = bytes)
        {
            nint request = 0;
            _mpi.BeginBroadcast(pointer, bytes.Length, &request);
            for (int pause = 0; !_mpi.IsDone(&request); pause = Math.Min(pause + 1, LongestPause))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Thread.Sleep(pause);
            }
        }
    }

    protected override void TakeFromNext(ReadOnlySpan<byte> own, Span<byte> following)
    {
        fixed (byte* from = own, to = following)
        {
            _mpi.Exchange(from, (Rank + Count - 1) % Count, to, (Rank + 1) % Count, own.Length);
        }
    }

    protected override void Close(int code)
    {
        if (code == 0)
        {
            _mpi.End();
        }
        else
        {
            _mpi.Abort(code);
        }
    }
}
