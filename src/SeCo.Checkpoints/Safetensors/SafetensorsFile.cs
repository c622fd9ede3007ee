namespace SeCo.Checkpoints;

/// <summary>Reads a safetensors file: a JSON header with names, types, shapes and positions, then the raw elements.</summary>
/// <remarks>Source: the safetensors format description. The whole header is checked when the file is opened (it must lie in the file, and the tensors must
/// fill the rest exactly, without gap or overlap); a tensor's bytes are read when asked for, so that a file of any size needs no more memory than its largest
/// tensor.</remarks>
public sealed class SafetensorsFile : ICheckpoint
{
    private readonly CheckpointBytes _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(CheckpointBytes file, SafetensorsHeader header)
    {
        (_file, _header) = (file, header);
        Names = [.. header.Tensors.Keys];
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The file's own notes (<c>__metadata__</c>): text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="CheckpointException">The file cannot be opened or is not a valid safetensors file.</exception>
    public static SafetensorsFile Open(string path) => CheckpointBytes.Open(path, Read);

    /// <inheritdoc/>
    public bool Contains(string name) => _header.Tensors.ContainsKey(name);

    /// <inheritdoc/>
    public TensorDescription Describe(string name)
    {
        SafetensorsHeader.Entry entry = Find(name);
        return new TensorDescription(name, entry.Type, entry.Shape);
    }

    /// <inheritdoc/>
    public TensorData Read(string name)
    {
        SafetensorsHeader.Entry entry = Find(name);
        return new TensorData(entry.Type, entry.Shape, _file.Read(entry.Position, entry.ByteCount));
    }

    /// <inheritdoc/>
    public void ReadInto(string name, Span<byte> destination)
    {
        SafetensorsHeader.Entry entry = Find(name);
        ElementLayout.CheckLength(destination, entry.ByteCount);
        _file.Read(destination, entry.Position);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Checks the header of a file, which belongs to the result.</summary>
    internal static SafetensorsFile Read(CheckpointBytes file) => new(file, SafetensorsHeader.Read(file));

    private SafetensorsHeader.Entry Find(string name) =>
        _header.Tensors.TryGetValue(name, out SafetensorsHeader.Entry entry) ? entry : throw _file.Fault($"there is no tensor '{name}' among {Names.Count}");
}
