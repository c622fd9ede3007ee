namespace SeCo.Torch;

/// <summary>Normalises channels by the statistics of a batch of which each process has a share, and takes gradients back through these statistics.</summary>
/// <remarks>Autograd must sum over processes in the middle of its backward pass. The stable C interface has no functions of one's own with a derivative, but
/// kernels of one's own for libtorch's operators. <c>aten::miopen_batch_norm</c> has a derivative, <c>aten::miopen_batch_norm_backward</c>, and no kernels on
/// the processors that are used here; those below are for this purpose alone, and do with its arguments what they say.</remarks>
internal static unsafe class SharedNormalization
{
    private static readonly Lazy<bool> Kernels = new(Register);

    /// <summary>(x − μ) / √(σ² + ε) for <c>[N, C, …]</c>, with mean and variance <c>[C]</c> of each channel over all shares; and these, the variance
    /// in the unbiased estimate. Tensors of the open scope.</summary>
    public static (Tensor Normalized, Tensor Mean, Tensor Variance) Run(Tensor input, BatchShare share, double epsilon)
    {
        _ = Kernels.Value;
        long channels = input.Shape[1];
        double count = Count(input, share);
        Tensor mean = OfChannels(share.Means(Sums(input.Detach()), count)), centred = input.Detach() - Broadcast(mean, input);
        double[] variances = share.Means(Sums(centred * centred), count);
        Tensor scale = OfChannels([.. variances.Select(v => 1 / Math.Sqrt(v + epsilon))]);
        Tensor[] results = Operator.Call("aten::miopen_batch_norm"u8).Tensor(input).Tensor(Tensor.Stack([mean, scale])).None().None().None()
            .Bool(true).Float(0).Float(share.Number).ReturnMany(3);
        return (results[0], mean, OfChannels([.. variances.Select(v => v * count / Math.Max(1, count - 1))]));

        Tensor OfChannels(double[] values) => Tensor.From<float>([.. values.Select(v => (float)v)], channels).To(input.DType, input.Device);
    }

    /// <summary>A number for each channel, as it stands beside <c>[N, C, …]</c>.</summary>
    public static Tensor Broadcast(Tensor ofChannels, Tensor input) =>
        ofChannels.Reshape([1, ofChannels.Shape[0], .. Enumerable.Repeat(1L, input.Rank - 2)]);

    private static double Count(Tensor input, BatchShare share) => share.InWhole(input.Shape[0]) * (input.ElementCount / input.Shape[0] / input.Shape[1]);

    private static Tensor Sums(Tensor values) =>
        values.Sum([.. Enumerable.Range(0, values.Rank).Where(d => d != 1).Select(d => (long)d)], type: DType.Float64);

    private static Tensor Forward(Tensor input, Tensor statistics) =>
        (input - Broadcast(statistics.Narrow(0, 0, 1).Reshape([-1]), input)) * Broadcast(statistics.Narrow(0, 1, 1).Reshape([-1]), input);

    // dx = (dy − mean(dy) − x̂ mean(dy x̂)) / σ, with means over all shares.
    private static Tensor Backward(Tensor input, Tensor gradient, Tensor statistics, BatchShare share)
    {
        Tensor normalized = Forward(input, statistics);
        double[] both = share.Means(Tensor.Cat([Sums(gradient), Sums(gradient * normalized)]), Count(input, share));
        Tensor[] means = Tensor.From<float>([.. both.Select(v => (float)v)], both.Length).To(input.DType, input.Device).Chunk(2);
        return (gradient - Broadcast(means[0], input) - (normalized * Broadcast(means[1], input)))
            * Broadcast(statistics.Narrow(0, 1, 1).Reshape([-1]), input);
    }

    private static bool Register()
    {
        foreach (string key in TorchLibrary.Cuda == 0 ? (string[])["CPU"] : ["CPU", "CUDA"])
        {
            fixed (byte* name = "aten"u8, of = System.Text.Encoding.ASCII.GetBytes(key + '\0'), file = "SharedNormalization.cs"u8)
            fixed (byte* forward = "miopen_batch_norm"u8, backward = "miopen_batch_norm_backward"u8)
            {
                Operator.ThrowIfFailed(NativeMethods.aoti_torch_library_init_impl(name, of, file, 0, out nint library), "library_init_impl");
                Operator.ThrowIfFailed(NativeMethods.aoti_torch_library_impl(library, forward, &ForwardKernel), "library_impl");
                Operator.ThrowIfFailed(NativeMethods.aoti_torch_library_impl(library, backward, &BackwardKernel), "library_impl");
            }
        }

        return true;
    }

    // (input, weight, bias?, running_mean?, running_var?, training, exponential_average_factor, epsilon): weight holds mean and 1/σ, epsilon the number of
    // the share. What is there is owned here, and what takes its place by libtorch.
    [UnmanagedCallersOnly]
    private static void ForwardKernel(ulong* stack, ulong arguments, ulong results) => Compute(
        BitConverter.UInt64BitsToDouble(stack[7]), [stack[0], stack[1]], tensors => Forward(tensors[0], tensors[1]), stack);

    // (input, grad_output, weight, running_mean?, running_var?, save_mean?, save_var?, epsilon)
    [UnmanagedCallersOnly]
    private static void BackwardKernel(ulong* stack, ulong arguments, ulong results)
    {
        double number = BitConverter.UInt64BitsToDouble(stack[7]);
        for (int i = 3; i < 7; i++)
        {
            if (stack[i] != 0)
            {
                _ = NativeMethods.aoti_torch_delete_tensor_object((nint)(*(ulong*)stack[i]));
                NativeMemory.Free((void*)stack[i]);
            }
        }

        Compute(number, [stack[0], stack[1], stack[2]], tensors => Backward(tensors[0], tensors[1], tensors[2], BatchShare.Numbered((long)number)), stack);
    }

    // The second and third result are never used, but must be tensors.
    private static void Compute(double number, ulong[] owned, Func<Tensor[], Tensor> compute, ulong* results)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor[] tensors = [.. owned.Select(handle => new Tensor((nint)handle))];
        Tensor result = tensors[0];
        try
        {
            result = compute(tensors);
        }
        catch (Exception fault)
        {
            BatchShare.Numbered((long)number).Fail(fault);
        }

        results[0] = OperatorArgument.Own(result);
        results[1] = OperatorArgument.Own(tensors[^1]);
        results[2] = OperatorArgument.Own(tensors[^1]);
    }
}
