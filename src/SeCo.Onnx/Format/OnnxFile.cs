using SeCo.Storage;

namespace SeCo.Onnx.Format;

/// <summary>What the file of an ONNX model says of itself, but for its weights, which are passed over.</summary>
internal sealed class OnnxFile
{
    private const int MostNodes = 1 << 20;
    private readonly SortedSet<string> _external = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _opsets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Operator, string Input)> _nodes = new(StringComparer.Ordinal);
    private readonly ProtoReader _reader;
    private bool _hasGraph;

    private OnnxFile(string path, Stream stream) => (Path, _reader) = (path, new ProtoReader(stream));

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The version of the file format.</summary>
    public long IrVersion { get; private set; }

    /// <summary>The version of each set of operators.</summary>
    public string Opsets => string.Join(", ", _opsets.Select(o => $"{(o.Key.Length == 0 ? "ai.onnx" : o.Key)} {o.Value}"));

    /// <summary>The program that wrote the file.</summary>
    public string Producer { get; private set; } = string.Empty;

    /// <summary>The files that hold weights beside it: full paths, in its folder.</summary>
    public IReadOnlyList<string> ExternalFiles { get; private set; } = [];

    /// <summary>Reads a file, which is not trusted.</summary>
    /// <exception cref="CheckpointException">It is no ONNX model, is cut off, or its weights lie outside its folder or are not there.</exception>
    public static OnnxFile Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        OnnxFile file = new(path, stream);
        try
        {
            file._reader.Visit(file.Model);
            if (!file._hasGraph)
            {
                throw new FormatException(stream.Length == 0 ? "it is empty" : "it holds no graph");
            }
        }
        catch (Exception fault) when (fault is FormatException or EndOfStreamException)
        {
            throw new CheckpointException(
                $"{path}: is no ONNX model, or is damaged: {fault.Message}. It has {stream.Length} bytes{Beginning(stream)}. Export or download it again.",
                fault);
        }

        file.ExternalFiles = [.. file._external.Select(file.Beside)];
        return file;
    }

    /// <summary>The operator that a value comes from, where others change only its form or size on the way; null where none is known.</summary>
    public string? OperatorOf(string value)
    {
        for (int steps = 0; steps < MostNodes && _nodes.TryGetValue(value, out (string Operator, string Input) node); steps++)
        {
            if (node.Operator is not ("Identity" or "Cast" or "Transpose" or "Resize" or "Upsample" or "Squeeze" or "Unsqueeze" or "Reshape"))
            {
                return node.Operator;
            }

            value = node.Input;
        }

        return null;
    }

    private void Model(int field)
    {
        switch (field)
        {
            case 1:
                IrVersion = _reader.Number;
                break;
            case 2 or 3:
                Producer = $"{Producer} {_reader.Text()}".Trim();
                break;
            case 7:
                _hasGraph = true;
                _reader.Visit(inner => Graph(inner, isMain: true));
                break;
            case 8:
                (string domain, long version) = (string.Empty, 0);
                _reader.Visit(
                    inner => (domain, version) = inner switch { 1 => (_reader.Text(), version), 2 => (domain, _reader.Number), _ => (domain, version) });
                _opsets[domain] = version;
                break;
            case 25: // a function: its nodes are field 7, the defaults of its attributes field 11
                _reader.Visit(inner =>
                {
                    Node(inner == 7, isMain: false);
                    if (inner == 11)
                    {
                        _reader.Visit(Attribute);
                    }
                });
                break;
        }
    }

    private void Graph(int field, bool isMain)
    {
        Node(field == 1, isMain);
        Tensor(field == 5);
        Sparse(field == 15);
    }

    private void Node(bool isNode, bool isMain)
    {
        if (!isNode)
        {
            return;
        }

        string? input = null, name = null;
        List<string> outputs = [];
        _reader.Visit(field =>
        {
            switch (field)
            {
                case 1:
                    input ??= _reader.Text();
                    break;
                case 2:
                    outputs.Add(_reader.Text());
                    break;
                case 4:
                    name = _reader.Text();
                    break;
                case 5:
                    _reader.Visit(Attribute);
                    break;
            }
        });
        foreach (string output in isMain ? outputs : [])
        {
            _nodes[output] = (name ?? string.Empty, input ?? string.Empty);
        }
    }

    private void Attribute(int field)
    {
        Tensor(field is 5 or 10);
        Sparse(field is 22 or 23);
        if (field is 6 or 11)
        {
            _reader.Visit(inner => Graph(inner, isMain: false));
        }
    }

    private void Sparse(bool isSparse)
    {
        if (isSparse)
        {
            _reader.Visit(part => Tensor(part is 1 or 2));
        }
    }

    // Where its data lies in another file: field 13, entries of a key (1) and a value (2).
    private void Tensor(bool isTensor)
    {
        if (isTensor)
        {
            _reader.Visit(field =>
            {
                string? key = null, value = null;
                if (field == 13)
                {
                    _reader.Visit(part => (key, value) = part switch { 1 => (_reader.Text(), value), 2 => (key, _reader.Text()), _ => (key, value) });
                }

                if (key == "location")
                {
                    _external.Add(value ?? string.Empty);
                }
            });
        }
    }

    private string Beside(string location)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, plain = location.Replace('\\', '/');
        string full = System.IO.Path.Combine(folder, plain);
        bool isInside = plain.Length > 0 && !plain.Contains('\0', StringComparison.Ordinal) && !System.IO.Path.IsPathRooted(plain)
            && !plain.Split('/').Contains("..") && new RealPaths().IsInside(full, folder);
        return !isInside
            ? throw new CheckpointException(
                $"{Path}: its weights lie in '{location}', outside its folder, where SeCo does not read. Put that file beside the model and export again.")
            : File.Exists(full) ? full
            : throw new CheckpointException($"{Path}: its weights lie in the file '{location}' beside it, which is not there. Copy it along with the model.");
    }

    private static string Beginning(FileStream stream)
    {
        Span<byte> first = stackalloc byte[8];
        stream.Position = 0;
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        return first.IsEmpty ? string.Empty : $" and begins with '{string.Concat(first.ToArray().Select(b => b is > 31 and < 127 ? (char)b : '.'))}'";
    }
}
