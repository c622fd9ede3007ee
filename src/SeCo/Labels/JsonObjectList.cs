using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging;

namespace SeCo.Labels;

/// <summary>Reads a JSON file that is one list of objects, one object at a time, trusting nothing in it.</summary>
/// <param name="path">The file.</param>
/// <param name="item">What an object stands for, for error messages: <c>region</c>.</param>
internal sealed class JsonObjectList(string path, string item)
{
    private byte[] _text = [];
    private JsonReaderState _state;
    private int _consumed;
    private int _index;

    /// <summary>Reads one object; the reader stands on its opening brace and must end on its closing one.</summary>
    public delegate T ReadItem<T>(ref Utf8JsonReader reader);

    /// <exception cref="DatasetException">The file cannot be read, or is malformed: names the file and the object.</exception>
    public IEnumerable<T> Read<T>(ReadItem<T> read)
        where T : class
    {
        Open();
        while (Next(read) is { } value)
        {
            yield return value;
            _index++;
        }
    }

    private void Open()
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
    }

    private T? Next<T>(ReadItem<T> read)
        where T : class
    {
        try
        {
            // The reader cannot live across a yield; its state can.
            Utf8JsonReader reader = new(_text.AsSpan(_consumed), isFinalBlock: true, _state);
            if (_index == 0)
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, $"the file is not a list of {item}s");
            }

            Expect(reader.Read(), "the list is not closed");
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                Expect(!reader.Read(), "text after the end of the list");
                return null;
            }

            Expect(reader.TokenType == JsonTokenType.StartObject, $"a {item} must be an object");
            T value = read(ref reader);
            _consumed += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            return value;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ImageFormatException or OverflowException)
        {
            throw new DatasetException($"{path}: {item} {_index}: {e.Message}", e);
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
