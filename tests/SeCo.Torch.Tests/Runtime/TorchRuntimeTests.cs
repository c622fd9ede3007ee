using SeCo.Testing;
using SeCo.Torch.Interop;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class TorchRuntimeTests : TensorTest
{
    [Fact]
    public void The_library_tells_where_it_came_from()
    {
        Assert.True(System.Version.Parse(TorchRuntime.Version) >= new Version(2, 10));
        Assert.True(File.Exists(Path.Combine(TorchRuntime.LibraryPath, LibraryFolder.FileName("torch_cpu"))));
        TorchRuntime.Load(TorchRuntime.LibraryPath); // the same again is no fault
    }

    [Fact]
    public void Training_is_possible_here_and_refused_in_words_where_it_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "libtorch for Windows does not let gradients be read");
        Assert.True(TorchRuntime.CanTrain);
        TorchRuntime.RequireTraining();
        TorchException refused = Assert.Throws<TorchException>(() => GradientSymbols.Require(false));
        Assert.Contains("Training needs libtorch for Linux or macOS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tile_unit_is_reported_as_the_system_lists_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/cpuinfo");
        Assert.Equal(File.ReadAllText("/proc/cpuinfo").Contains("amx_bf16", StringComparison.Ordinal), TorchRuntime.HasFastBFloat16);
    }

    [Fact]
    public void A_folder_without_the_library_is_refused_by_name()
    {
        using TempFolder folder = new();
        TorchException error = Assert.Throws<TorchException>(() => TorchRuntime.Load(folder.Path));
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("torch/lib", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_folder_is_too_late_once_the_library_is_loaded()
    {
        _ = TorchRuntime.Version;
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["lib"]);
        File.WriteAllBytes(Path.Combine(folder["lib"], LibraryFolder.FileName("torch_cpu")), []);
        Assert.Contains("already loaded", Assert.Throws<InvalidOperationException>(() => TorchRuntime.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_package_the_message_names_package_and_variable()
    {
        TorchException error = Assert.Throws<TorchException>(() => LibraryFolder.FirstOf(["/nowhere"]));
        Assert.Contains("libtorch-cpu-", error.Message, StringComparison.Ordinal);
        Assert.Contains("SECO_LIBTORCH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_holds_on_every_thread()
    {
        int before = TorchRuntime.Threads;
        try
        {
            TorchRuntime.SetThreads(1);
            Assert.Equal(1, TorchRuntime.Threads);
            TorchRuntime.SetThreads(3);
            int elsewhere = 0;
            Thread thread = new(() =>
            {
                using Tensor warm = Tensor.Ones([4]);
                elsewhere = TorchRuntime.Threads;
            });
            thread.Start();
            thread.Join();
            Assert.Equal(3, elsewhere);
            Assert.Equal(3, TorchRuntime.Threads);
        }
        finally
        {
            TorchRuntime.SetThreads(before);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => TorchRuntime.SetThreads(0));
    }

    [Fact]
    public void The_same_computation_gives_the_same_bits_on_any_thread() => InScope(() =>
    {
        byte[] first = Compute();
        byte[]? elsewhere = null;
        Thread thread = new(() => elsewhere = Compute());
        thread.Start();
        thread.Join();
        Assert.Equal(first, Compute());
        Assert.Equal(first, elsewhere);
    });

    private static byte[] Compute()
    {
        using TensorScope scope = TensorScope.Open();
        RandomSource random = new(3);
        Tensor x = Tensor.Gaussian(random, [4, 16, 24, 24]);
        Tensor weight = Tensor.Gaussian(random, [16, 16, 3, 3]);
        x.RequiresGrad = weight.RequiresGrad = true;
        Tensor loss = x.Conv2d(weight, padding: 1).BatchNorm(null, null, null, null, true).Relu().Mean([2, 3]).Matmul(Tensor.Gaussian(random, [16, 40]))
            .Softmax(1).Square().Sum();
        loss.Backward();
        return [.. loss.ToBytes(), .. x.Grad!.ToBytes(), .. weight.Grad!.ToBytes()];
    }
}
