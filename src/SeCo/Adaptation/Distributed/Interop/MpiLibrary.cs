namespace SeCo.Adaptation.Distributed.Interop;

/// <summary>An MPI library: the few functions that training needs, as a C program calls them.</summary>
/// <remarks>MPI fixes names and meanings of functions, not what handles are. Open MPI's are addresses of symbols that it exports; those of MPICH and what
/// follows its ABI (Intel MPI, MVAPICH, Cray MPICH) are numbers. A fault inside MPI ends all processes, as MPI does unless told otherwise.</remarks>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The environment variable that names the library.</summary>
    public const string Variable = "SECO_MPI";

    private const int Serialized = 2; // MPI_THREAD_SERIALIZED of both: any thread calls, one at a time

    private static readonly string[] OpenMpi = ["libmpi.so.40"], Mpich = ["libmpi.so.12", "libmpich.so.12"], Any = ["libmpi.so", "libmpi.dylib"];

    private readonly string _path;
    private readonly nint _world, _byte, _float, _double, _sum, _inPlace, _noStatus;
    private readonly delegate* unmanaged<nint, nint, int, nint, nint, nint, int> _allreduce;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _ibcast;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;
    private readonly delegate* unmanaged<void*, int, nint, int, int, void*, int, nint, int, int, nint, nint, int> _sendrecv;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<int> _finalize;

    /// <summary>Begins MPI in this process.</summary>
    private MpiLibrary(nint library, string path)
    {
        _path = path;
        nint world = Optional("ompi_mpi_comm_world");
        nint[] handles = world != 0
            ? [world, Symbol("ompi_mpi_byte"), Symbol("ompi_mpi_float"), Symbol("ompi_mpi_double"), Symbol("ompi_mpi_op_sum"), 1, 0]
            : [0x44000000, 0x4c00010d, 0x4c00040a, 0x4c00080b, 0x58000003, -1, 1];
        (_world, _byte, _float, _double) = (handles[0], handles[1], handles[2], handles[3]);
        (_sum, _inPlace, _noStatus) = (handles[4], handles[5], handles[6]);
        _allreduce = (delegate* unmanaged<nint, nint, int, nint, nint, nint, int>)Symbol("MPI_Allreduce");
        _ibcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Symbol("MPI_Ibcast");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)Symbol("MPI_Test");
        _sendrecv = (delegate* unmanaged<void*, int, nint, int, int, void*, int, nint, int, int, nint, nint, int>)Symbol("MPI_Sendrecv");
        _abort = (delegate* unmanaged<nint, int, int>)Symbol("MPI_Abort");
        _finalize = (delegate* unmanaged<int>)Symbol("MPI_Finalize");

        int given = 0, rank = 0, count = 0;
        Check(((delegate* unmanaged<nint, nint, int, int*, int>)Symbol("MPI_Init_thread"))(0, 0, Serialized, &given), "MPI_Init_thread");
        Check(((delegate* unmanaged<nint, int*, int>)Symbol("MPI_Comm_rank"))(_world, &rank), "MPI_Comm_rank");
        Check(((delegate* unmanaged<nint, int*, int>)Symbol("MPI_Comm_size"))(_world, &count), "MPI_Comm_size");
        (Rank, Count) = (rank, count);
        if (given < Serialized)
        {
            throw new NotSupportedException($"{path} serves one thread alone (level {given}, needed {Serialized}: MPI_THREAD_SERIALIZED); {WayOut}");
        }

        nint Optional(string name) => NativeLibrary.TryGetExport(library, name, out nint address) ? address : 0;
        nint Symbol(string name) => Optional(name) is not 0 and nint address ? address
            : throw new NotSupportedException($"{path} does not export {name}: it is no MPI library that is known here. {WayOut}");
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Count { get; }

    private static string WayOut => $"Name the library of the mpirun that started this, such as libmpi.so.40, in the environment variable {Variable}.";

    /// <summary>Finds the library, and begins MPI.</summary>
    /// <param name="named">The file that the user named; null to look for one.</param>
    /// <param name="isOpenMpi">Whether Open MPI's <c>mpirun</c> started this process.</param>
    /// <param name="count">How many processes that says it has started.</param>
    /// <exception cref="DllNotFoundException">No library loads.</exception>
    /// <exception cref="NotSupportedException">It is none that can be used, or not that of the <c>mpirun</c>.</exception>
    public static MpiLibrary Begin(string? named, bool isOpenMpi, int count)
    {
        string[] names = named is not null ? [named] : isOpenMpi ? [.. OpenMpi, .. Any] : [.. Mpich, .. Any];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                MpiLibrary mpi = new(library, name);
                return mpi.Count == count ? mpi : throw new NotSupportedException(
                    $"{name} knows of {mpi.Count} processes, but this is one of {count}: it belongs to another MPI than the mpirun. {WayOut}");
            }
        }

        throw new DllNotFoundException($"This process is one of {count} that mpirun started, but no MPI library loads: {string.Join(", ", names)}. {WayOut}");
    }

    /// <summary>Replaces values by their sums over all processes.</summary>
    public void Sum(float* values, int count) => Check(_allreduce(_inPlace, (nint)values, count, _float, _sum, _world), "MPI_Allreduce");

    /// <inheritdoc cref="Sum(float*, int)"/>
    public void Sum(double* values, int count) => Check(_allreduce(_inPlace, (nint)values, count, _double, _sum, _world), "MPI_Allreduce");

    /// <summary>Begins to replace bytes by those of the first process; ended when <see cref="IsDone"/> says so.</summary>
    public void BeginBroadcast(void* bytes, int count, nint* request) => Check(_ibcast(bytes, count, _byte, 0, _world, request), "MPI_Ibcast");

    public bool IsDone(nint* request)
    {
        int done = 0;
        Check(_test(request, &done, _noStatus), "MPI_Test");
        return done != 0;
    }

    /// <summary>Sends bytes to one process, and takes as many from another.</summary>
    public void Exchange(void* own, int to, void* other, int from, int count) =>
        Check(_sendrecv(own, count, _byte, to, 0, other, count, _byte, from, 0, _world, _noStatus), "MPI_Sendrecv");

    public void End() => Check(_finalize(), "MPI_Finalize");

    /// <summary>Ends all processes.</summary>
    public void Abort(int code) => _ = _abort(_world, code);

    private void Check(int status, string function)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{function} of {_path} failed with code {status}.");
        }
    }
}
