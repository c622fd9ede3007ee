using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>Reads a JSON file that is one list of objects, or one object that holds such a list, an item at a time, trusting nothing in it:
/// the one way in for lists, our own and those of other programs.</summary>
/// <param name="path">The file.</param>
/// <param name="item">What an item stands for, for error messages: <c>region</c>.</param>
/// <param name="field">The field that holds the list where the file is an object; null where it must be a list.</param>
/// <param name="header">Reads the value of another field of that object, to its last token; null to skip them.</param>
internal sealed class JsonObjectList(string path, string item, string? field = null, JsonObjectList.ReadField? header = null)
{
    private byte[] _text = [];
    private JsonReaderState _state;
    private int _consumed;
    private int _index = -1;
    private bool _inObject;

    /// <summary>Reads one object; the reader stands on its opening brace and must end on its closing one.</summary>
    public delegate T ReadItem<T>(ref Utf8JsonReader reader);

    /// <summary>Reads the value of a field; the reader stands on its first token and must end on its last.</summary>
    public delegate void ReadField(string name, ref Utf8JsonReader reader);

    /// <summary>Reads the items as records.</summary>
    /// <param name="record">How an item is written.</param>
    /// <param name="convert">Makes of a record what is wanted; what it throws as a fault of the item is told with the item's place.</param>
    /// <exception cref="DatasetException">The file cannot be read, or is malformed: names the file, the item and the fault.</exception>
    public IEnumerable<TValue> Read<T, TValue>(JsonTypeInfo<T> record, Func<T, TValue> convert)
        where TValue : class => Read((ref Utf8JsonReader reader) => convert(JsonSerializer.Deserialize(ref reader, record)!));

    /// <inheritdoc cref="Read{T, TValue}(JsonTypeInfo{T}, Func{T, TValue})"/>
    public IEnumerable<T> Read<T>(ReadItem<T> read)
        where T : class
    {
        try
        {
            _text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: cannot be read: {e.Message}", e);
        }

        _consumed = _text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (Next(read) is { } value)
        {
            yield return value;
        }
    }

    /// <summary>Steps to the value of the next field of an object; false on its closing brace.</summary>
    public static bool NextField(ref Utf8JsonReader reader, out string name)
    {
        JsonFault.Unless(reader.Read(), "the text ends too early");
        name = reader.TokenType == JsonTokenType.EndObject ? string.Empty : reader.GetString()!;
        bool isField = reader.TokenType != JsonTokenType.EndObject;
        JsonFault.Unless(!isField || reader.Read(), "the text ends too early");
        return isField;
    }

    private T? Next<T>(ReadItem<T> read)
        where T : class
    {
        try
        {
            // The reader cannot live across a yield; its state can.
            Utf8JsonReader reader = new(_text.AsSpan(_consumed), isFinalBlock: true, _state);
            if (_index < 0)
            {
                Begin(ref reader);
            }

            _index++;
            JsonFault.Unless(reader.Read(), "the list is not closed");
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                End(ref reader);
                return null;
            }

            JsonFault.Unless(reader.TokenType == JsonTokenType.StartObject, $"a {item} must be an object");
            T value = read(ref reader);
            _consumed += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            return value;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ImageFormatException or OverflowException)
        {
            throw new DatasetException($"{path}: {item} {Math.Max(_index, 0)}: {(e is JsonException json ? JsonFault.Of(json) : e.Message)}", e);
        }
    }

    private void Begin(ref Utf8JsonReader reader)
    {
        string items = item.EndsWith('y') ? item[..^1] + "ies" : item + "s";
        string expected = field is null ? $"a list of {items}" : $"a list of {items}, or an object that holds one as '{field}'";
        JsonFault.Unless(reader.Read(), $"the file is not {expected}");
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return;
        }

        JsonFault.Unless(field is not null && reader.TokenType == JsonTokenType.StartObject, $"the file is not {expected}");
        _inObject = true;
        while (NextField(ref reader, out string name))
        {
            if (name == field)
            {
                JsonFault.Unless(reader.TokenType == JsonTokenType.StartArray, $"'{field}' must be a list");
                return;
            }

            ReadHeader(name, ref reader);
        }

        throw new FormatException($"the file is not {expected}");
    }

    private void End(ref Utf8JsonReader reader)
    {
        while (_inObject && NextField(ref reader, out string name))
        {
            JsonFault.Unless(name != field, $"'{field}' stands twice in the file");
            ReadHeader(name, ref reader);
        }

        JsonFault.Unless(!reader.Read(), "text after the end of the list");
    }

    private void ReadHeader(string name, ref Utf8JsonReader reader)
    {
        if (header is null)
        {
            reader.Skip();
        }
        else
        {
            header(name, ref reader);
        }
    }
}
