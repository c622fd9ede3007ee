namespace SeCo.Cli.Doctor;

/// <summary>libtorch: whether it loads and computes, where it is from, and on what it can compute.</summary>
internal static class TorchCheck
{
    private const string Part = "libtorch";

    /// <summary>Looks, also whether networks can run; without, the rest of the program still does.</summary>
    public static IReadOnlyList<Finding> Look(out bool works)
    {
        works = false;
        try
        {
            List<Finding> found =
            [
                new(Part, "version", TorchRuntime.Version),
                new(Part, "folder", TorchRuntime.LibraryPath),
                new(Part, "devices", Devices()),
                Finding.Of(
                    Part, "training", TorchRuntime.CanTrain ? "yes" : "no", TorchRuntime.CanTrain,
                    "This libtorch does not let gradients be read: predicting, pixel labels, PSA and evaluation work; seco run, correct and adapt need "
                        + "libtorch for Linux or macOS."),
                new(Part, "threads", TorchRuntime.Threads.ToString(CultureInfo.InvariantCulture)),
                Finding.Of(
                    Part, "convolutions", TorchRuntime.WhyNoOneDnn.Length == 0 ? "by oneDNN" : "without oneDNN", TorchRuntime.WhyNoOneDnn.Length == 0,
                    $"Networks are several times slower than they could be: {TorchRuntime.WhyNoOneDnn}."),
            ];
            works = Computes();
            if (!works)
            {
                found.Add(Finding.Fault(
                    Part, "a product of two matrices", "wrong",
                    "This libtorch does not fit this machine: install the one of the SeCo package, or name another in SECO_LIBTORCH."));
            }

            return found;
        }
        catch (TorchException fault)
        {
            return [Finding.Fault(Part, "version", "none", fault.Message)];
        }
    }

    private static string Devices() => TorchRuntime.IsCudaAvailable
        ? string.Join(", ", Enumerable.Range(0, TorchRuntime.CudaDeviceCount).Select(i => Device.Cuda(i).ToString()).Prepend("cpu"))
        : $"cpu; no CUDA: {TorchRuntime.WhyNoCuda}";

    private static bool Computes()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor product = Tensor.From([1f, 2, 3, 4], 2, 2).Matmul(Tensor.From([5f, 6, 7, 8], 2, 2));
        return product.ToArray<float>() is [19, 22, 43, 50];
    }
}
