using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>A JSON file that is a list of records, written and read one at a time.</summary>
/// <remarks>Other programs read these lists: they have no <c>format</c> field. A field that is new must be optional.</remarks>
internal sealed class ListFile<T>(string kind, string item, string about, JsonTypeInfo<T> record, JsonTypeInfo list) : RunFile(kind, 1, about, list)
    where T : class
{
    /// <summary>Writes a file, whole or not at all; the items are taken one at a time. The same items give the same bytes.</summary>
    public void Write(string path, IEnumerable<T> items, bool indented = false) => AtomicFile.Write(path, stream => Write(stream, items, indented));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{T}, bool)"/>
    public void Write(Stream stream, IEnumerable<T> items, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        const int Chunk = 1 << 16;
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = Encoder });
        writer.WriteStartArray();
        foreach (T value in items)
        {
            JsonSerializer.Serialize(writer, value, record);
            if (writer.BytesPending > Chunk)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a file, one item at a time, and converts each; what the conversion throws as an item's fault is told with its place.</summary>
    /// <exception cref="DatasetException">Missing or malformed: names file, item and fault. Thrown while the sequence is read.</exception>
    public IEnumerable<TValue> Read<TValue>(string path, Func<T, TValue> convert)
        where TValue : class => new JsonObjectList(path, item).Read(record, convert);
}
