namespace SeCo.Checkpoints;

/// <summary>Named tensors in a file. Names and shapes are known at once; each tensor's bytes are read when asked for.</summary>
/// <remarks>The file stays open until the checkpoint is disposed. Reading is safe from several threads.</remarks>
public interface ICheckpoint : IDisposable
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>The names of all tensors, each once, in the file's order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>True where the checkpoint holds a tensor of this name.</summary>
    bool Contains(string name);

    /// <summary>Type and shape of one tensor.</summary>
    /// <exception cref="CheckpointException">There is no tensor of this name.</exception>
    TensorDescription Describe(string name);

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="CheckpointException">There is no tensor of this name, or its bytes cannot be read.</exception>
    TensorData Read(string name);

    /// <summary>Reads one tensor into memory of the caller, with no copy of its own where the file holds the elements in their order.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Gets the elements: little-endian, contiguous, last dimension innermost;
    /// exactly as many bytes as type and shape ask for.</param>
    /// <exception cref="CheckpointException">There is no tensor of this name, or its bytes cannot be read.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    void ReadInto(string name, Span<byte> destination);
}
