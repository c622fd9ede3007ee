using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>A file that only grows: a first line that says what it is, then a record a line. Each line is JSON and ends with a line break; what follows the
/// last one was cut off while it was written, and does not count.</summary>
internal sealed class LinesFile<THead, T>(string kind, string about, JsonTypeInfo<THead> head, JsonTypeInfo<T> line) : RunFile(kind, 1, about, line)
    where THead : VersionedFile
    where T : class
{
    /// <summary>What every such file begins with.</summary>
    public string Start => $"{{\"format\":\"{Format}";

    private string Format => $"seco.{Kind}/";

    /// <summary>The first line, with its end.</summary>
    public byte[] First(THead record) => [.. JsonSerializer.SerializeToUtf8Bytes((THead)(record with { Format = Format + Version }), head), (byte)'\n'];

    /// <summary>A line, with its end.</summary>
    public byte[] Line(T record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, line), (byte)'\n'];

    /// <summary>Reads the first line.</summary>
    /// <exception cref="FormatException">It is that of no such file, or of a later version.</exception>
    public THead ReadFirst(ReadOnlySpan<byte> text) => Read(text, head) is { } record && record.Format == Format + Version
        ? record
        : throw new FormatException($"the first line does not say {Format}{Version}; a newer seco may have written it");

    /// <summary>Reads another line.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public T ReadLine(ReadOnlySpan<byte> text) => Read(text, line);

    private static TRecord Read<TRecord>(ReadOnlySpan<byte> text, JsonTypeInfo<TRecord> content)
    {
        try
        {
            return JsonSerializer.Deserialize(text, content) ?? throw new FormatException("the line holds null");
        }
        catch (JsonException fault)
        {
            throw new FormatException(JsonFault.Of(fault), fault);
        }
    }
}
