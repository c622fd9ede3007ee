using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SeCo.Storage;

namespace SeCo.RunFiles;

/// <summary>A JSON file that is a list of records, written and read one at a time.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <remarks>Other programs read these lists: they have no <c>format</c> field. A field that is new must be optional.</remarks>
internal sealed class ListFile<T> : RunFile
    where T : class
{
    private readonly string _item;
    private readonly JsonTypeInfo<T> _record;

    /// <summary>Describes a kind of file.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="item">What messages call an item: <c>region</c>.</param>
    /// <param name="about">Where the file lies and what it tells.</param>
    /// <param name="record">How an item is written.</param>
    /// <param name="list">How the list is written, for the schema.</param>
    internal ListFile(string kind, string item, string about, JsonTypeInfo<T> record, JsonTypeInfo list)
        : base(kind, 1, about, list) => (_item, _record) = (item, record);

    /// <summary>Writes a file, whole or not at all. The same items give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="items">The items, taken one at a time.</param>
    /// <param name="indented">Two spaces a level; by default no white space at all.</param>
    public void Write(string path, IEnumerable<T> items, bool indented = false) => AtomicFile.Write(path, stream => Write(stream, items, indented));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{T}, bool)"/>
    public void Write(Stream stream, IEnumerable<T> items, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        const int Chunk = 1 << 16;

        // Run lengths are full of characters that the default encoder escapes for HTML's sake.
        using Utf8JsonWriter writer = new(
            stream, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartArray();
        foreach (T item in items)
        {
            JsonSerializer.Serialize(writer, item, _record);
            if (writer.BytesPending > Chunk)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a file, one item at a time.</summary>
    /// <exception cref="DatasetException">Missing or malformed: names file, item and fault. Thrown while the sequence is read.</exception>
    public IEnumerable<T> Read(string path) => Read(path, item => item);

    /// <summary>Reads a file and converts each item; what the conversion throws as a fault of the item is told with the item's place.</summary>
    internal IEnumerable<TValue> Read<TValue>(string path, Func<T, TValue> convert)
        where TValue : class
    {
        Cursor cursor = new(this, path);
        while (cursor.Next(convert, out TValue? value))
        {
            yield return value;
        }
    }

    // A reader of JSON cannot live across a yield; its state can.
    private sealed class Cursor(ListFile<T> file, string path)
    {
        private readonly byte[] _text = ReadAll(path);
        private JsonReaderState _state;
        private int _consumed;
        private int _index = -1;

        public bool Next<TValue>(Func<T, TValue> convert, [NotNullWhen(true)] out TValue? value)
            where TValue : class
        {
            try
            {
                if (_index < 0)
                {
                    _consumed = _text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
                }

                Utf8JsonReader reader = new(_text.AsSpan(_consumed), isFinalBlock: true, _state);
                if (_index < 0)
                {
                    Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, $"the file is not a list of {file._item}s");
                }

                _index++;
                Expect(reader.Read(), "the list is not closed");
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    Expect(!reader.Read(), "text after the end of the list");
                    value = null;
                    return false;
                }

                Expect(reader.TokenType == JsonTokenType.StartObject, $"a {file._item} must be an object");
                value = convert(JsonSerializer.Deserialize(ref reader, file._record)!);
                _consumed += (int)reader.BytesConsumed;
                _state = reader.CurrentState;
                return true;
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or OverflowException or IOException)
            {
                string what = fault is JsonException json ? JsonFault.Of(json) : fault.Message;
                throw new DatasetException($"{path}: {file._item} {Math.Max(_index, 0)}: {what}", fault);
            }
        }

        private static byte[] ReadAll(string path)
        {
            try
            {
                return File.ReadAllBytes(path);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new DatasetException($"{path}: cannot be read: {fault.Message}", fault);
            }
        }

        private static void Expect(bool condition, string fault)
        {
            if (!condition)
            {
                throw new FormatException(fault);
            }
        }
    }
}
