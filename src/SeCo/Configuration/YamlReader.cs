using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SeCo.Configuration;

/// <summary>Reads YAML into <see cref="ConfigurationNode"/>s: plain data only, bounded in size and depth; tags, anchors and aliases are refused.</summary>
internal sealed class YamlReader
{
    /// <summary>The longest text that is read: a mebibyte, in characters or, of a file, bytes.</summary>
    public const int MaximumLength = 1 << 20;
    private const int MaximumDepth = 32;
    private readonly Parser _parser;
    private readonly string _source;

    private YamlReader(string text, string source)
    {
        _parser = new Parser(new StringReader(text));
        _source = source;
    }

    public static ConfigurationNode ReadFile(string path)
    {
        FileInfo file = new(path);
        string? fault =
            !file.Exists ? Directory.Exists(path) ? "is a folder, expected a YAML file." : "there is no such file."
            : file.Length > MaximumLength ? $"has {file.Length} bytes, expected a configuration of at most {MaximumLength}."
            : null;
        return fault is null ? Read(File.ReadAllText(path), path) : throw new ConfigurationException(path, [fault]);
    }

    public static ConfigurationNode Read(string text, string source)
    {
        if (text.Length > MaximumLength)
        {
            throw new ConfigurationException(source, [$"has {text.Length} characters, expected at most {MaximumLength}."]);
        }

        YamlReader reader = new(text, source);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException fault)
        {
            throw new ConfigurationException(source, [$"line {fault.Start.Line}: not valid YAML: {fault.Message}"]);
        }
        catch (Exception fault) when (fault is not (ConfigurationException or OutOfMemoryException)) // what the parser answers to some texts instead
        {
            throw new ConfigurationException(
                source, [$"line {reader._parser.Current?.End.Line ?? 1}: not valid YAML: {Reason(fault)}"]);
        }
    }

    private static string Reason(Exception fault) => fault is InvalidOperationException
        ? "a value or a bracket is not closed before the next key begins."
        : "a tag (!) that is none, or a text that the reader of YAML cannot read. Tags are not supported; write plain values.";

    private ConfigurationNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return MappingNode.Empty(_source);
        }

        _parser.Consume<DocumentStart>();
        ConfigurationNode node = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            throw new ConfigurationException(_source, ["has several YAML documents, expected one."]);
        }

        return node is ScalarNode { Value: null } ? MappingNode.Empty(_source) : node;
    }

    private ConfigurationNode ReadNode(int depth)
    {
        string location = $"line {_parser.Current?.Start.Line}";
        if (depth > MaximumDepth)
        {
            throw new ConfigurationException(_source, [$"{location}: nested deeper than {MaximumDepth} levels."]);
        }

        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
        {
            throw new ConfigurationException(_source, [$"{location}: anchors and aliases are not supported; write the value out."]);
        }

        if (_parser.Current is Scalar scalar)
        {
            _parser.MoveNext();
            bool empty = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
            return new ScalarNode(empty ? null : scalar.Value, location);
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            ListNode list = new([], location);
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                list.Items.Add(ReadNode(depth + 1));
            }

            return list;
        }

        _parser.Consume<MappingStart>();
        MappingNode mapping = MappingNode.Empty(location);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            string at = $"line {_parser.Current?.Start.Line}";
            string key = (_parser.Current as Scalar)?.Value ?? throw new ConfigurationException(_source, [$"{at}: a key must be a plain text."]);
            _parser.MoveNext();
            mapping.KeyLocations[key] = at;
            if (!mapping.Values.TryAdd(key, ReadNode(depth + 1)))
            {
                throw new ConfigurationException(_source, [$"{at}: '{key}' is given twice."]);
            }
        }

        return mapping;
    }
}
