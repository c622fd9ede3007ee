namespace SeCo.Correction.Windows;

/// <summary>How windows are loaded ahead of their use.</summary>
public sealed record WindowLoaderOptions
{
    /// <summary>Windows in a batch. Reference: 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Batches that are ready or being made; each holds its buffers.</summary>
    public int Prefetch { get; init; } = 3;

    /// <summary>Threads that make batches, each a batch at a time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is below 1.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Prefetch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
    }
}
