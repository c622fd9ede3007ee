namespace SeCo.Adaptation.Distributed;

/// <summary>Sums tensors over all processes in buckets, so that many small ones cost one call. They go through this machine's memory, wherever they
/// lie.</summary>
internal sealed class TensorSums(Ranks ranks)
{
    /// <summary>A bucket is full from so many values on, 16 MiB.</summary>
    private const int Full = 4 << 20;

    private float[] _bucket = [];

    /// <summary>Replaces tensors by their sums, times a factor. All processes give tensors of the same shapes in the same order.</summary>
    public void Run(IEnumerable<Tensor> tensors, double factor = 1)
    {
        using GradMode mode = GradMode.Disable();
        List<Tensor> waiting = [];
        int length = 0;
        foreach (Tensor tensor in tensors)
        {
            waiting.Add(tensor);
            length = checked(length + (int)tensor.ElementCount);
            if (length >= Full)
            {
                Run(waiting, length, (float)factor);
                waiting.Clear();
                length = 0;
            }
        }

        Run(waiting, length, (float)factor);
    }

    private void Run(List<Tensor> tensors, int length, float factor)
    {
        using TensorScope scope = TensorScope.Open();
        _bucket = _bucket.Length < length ? new float[length] : _bucket;
        Each((tensor, values) => tensor.To(DType.Float32).CopyTo(values));
        ranks.Sum(_bucket.AsSpan(0, length));
        Each((tensor, values) =>
        {
            TensorPrimitives.Multiply(values, factor, values);
            tensor.CopyInPlace(Tensor.FromBytes(DType.Float32, tensor.Shape, MemoryMarshal.AsBytes(values)));
        });

        void Each(Action<Tensor, Span<float>> act)
        {
            int start = 0;
            foreach (Tensor tensor in tensors)
            {
                int count = (int)tensor.ElementCount;
                act(tensor, _bucket.AsSpan(start, count));
                start += count;
            }
        }
    }
}
