using System.Runtime.Intrinsics.X86;

namespace SeCo.Torch;

/// <summary>The libtorch in use: where it came from, what it can do, how many threads it may use.</summary>
/// <remarks>It is loaded at the first use of a tensor: from the folder given to <see cref="Load"/>, else from the folder named by the environment variable
/// <c>SECO_LIBTORCH</c>, else from the NuGet package beside the program. Any libtorch from 2.10 on will do, for CPU or CUDA. Where it is missing or does not
/// load, every member that says something of it throws a <see cref="TorchException"/>.</remarks>
public static class TorchRuntime
{
    private static readonly Lazy<(int Count, string WhyNot)> CudaDevices = new(FindCudaDevices);

    /// <summary>Version of the loaded libtorch, as <c>2.10.0</c>.</summary>
    public static string Version
    {
        get
        {
            TorchLibrary.EnsureLoaded();
            ulong version = TorchLibrary.AbiVersion;
            return string.Create(CultureInfo.InvariantCulture, $"{version >> 56}.{(version >> 48) & 255}.{(version >> 40) & 255}");
        }
    }

    /// <summary>Folder of the loaded libraries.</summary>
    public static string LibraryPath => TorchLibrary.Folder;

    /// <summary>How many threads an operator may use.</summary>
    public static int Threads
    {
        get
        {
            TorchLibrary.ApplyThreads();
            _ = NativeMethods.torch_get_num_threads(out uint threads);
            return (int)threads;
        }
    }

    /// <summary>True where the loaded libtorch is built for CUDA and the machine has a processor for it.</summary>
    public static bool IsCudaAvailable => CudaDeviceCount > 0;

    /// <summary>How many NVIDIA processors can be used.</summary>
    public static int CudaDeviceCount => CudaDevices.Value.Count;

    /// <summary>True where the CPU multiplies matrices of <see cref="DType.BFloat16"/> in its tile unit (AMX), two to five times as fast as float32. Other
    /// processors compute with bfloat16 too, but many of them more slowly than with float32.</summary>
    public static bool HasFastBFloat16 => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;

    /// <summary>Why libtorch computes convolutions without oneDNN, as the end of a sentence; empty where it uses it. It does not on virtual machines with AMD
    /// processors that hide the sizes of their caches, because oneDNN computes wrongly there; nor where the environment variable <c>SECO_ONEDNN</c> is
    /// <c>off</c>. Convolutions are then several times slower.</summary>
    public static string WhyNoOneDnn
    {
        get
        {
            TorchLibrary.EnsureLoaded();
            return OneDnn.WhyNot;
        }
    }

    /// <summary>True where the loaded libtorch lets gradients be read, without which nothing can be trained: on Linux and macOS, not on Windows.</summary>
    public static bool CanTrain => GradientSymbols.AreAvailable;

    /// <summary>Native tensor handles that are not yet disposed, in the whole process.</summary>
    public static long LiveTensors => TensorHandle.Live;

    /// <summary>Why <see cref="CudaDeviceCount"/> is zero, as the end of a sentence; empty where it is not.</summary>
    public static string WhyNoCuda => CudaDevices.Value.WhyNot;

    /// <summary>Loads libtorch from a folder of the caller's choice. To be called before anything else of this library.</summary>
    /// <param name="folder">The folder of the libraries, or its parent: <c>torch/lib</c> of a PyTorch installation, or an unpacked libtorch.</param>
    /// <exception cref="TorchException">The folder holds no libtorch, or one that does not load or is older than 2.10.</exception>
    /// <exception cref="InvalidOperationException">libtorch is already loaded from elsewhere.</exception>
    public static void Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        TorchLibrary.EnsureLoaded(folder);
    }

    /// <summary>Refuses to go on where nothing can be trained: to be called before hours are spent on what comes before the training.</summary>
    /// <exception cref="TorchException"><see cref="CanTrain"/> is false, or libtorch is missing.</exception>
    public static void RequireTraining() => _ = GradientSymbols.Needed;

    /// <summary>Sets how many threads an operator may use, on whichever thread it is called from now on. With the same number of threads, results are the
    /// same bit for bit; another number may change the order of sums.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchLibrary.SetThreads(threads);
    }

    private static unsafe (int Count, string WhyNot) FindCudaDevices()
    {
        TorchLibrary.EnsureLoaded();
        if (TorchLibrary.Cuda == 0)
        {
            return (0, $"the libtorch in '{TorchLibrary.Folder}' is built for CPU only");
        }

        string driver = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(driver, out nint library)
            || !NativeLibrary.TryGetExport(library, "cuInit", out nint initialise)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out nint count))
        {
            return (0, "this machine has no NVIDIA driver");
        }

        int devices = 0;
        bool works = ((delegate* unmanaged<uint, int>)initialise)(0) == 0 && ((delegate* unmanaged<int*, int>)count)(&devices) == 0;
        return works && devices > 0 ? (devices, "") : (0, "the NVIDIA driver finds no processor");
    }
}
