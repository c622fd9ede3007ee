using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging;

namespace SeCo.Labels;

/// <summary>Reads the text of one region file, trusting nothing in it.</summary>
internal sealed class RegionFileReader(string path, byte[] text, ClassSet? classes, (int Width, int Height)? size)
{
    private readonly HashSet<int> _ids = [];
    private (int Width, int Height)? _size = size;
    private JsonReaderState _state;
    private int _consumed = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
    private int _index;

    public IEnumerable<ConnectedRegion> Read()
    {
        while (Next() is { } region)
        {
            yield return region;
            _index++;
        }
    }

    private ConnectedRegion? Next()
    {
        try
        {
            // The reader cannot live across a yield; its state can.
            Utf8JsonReader reader = new(text.AsSpan(_consumed), isFinalBlock: true, _state);
            if (_index == 0)
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "the file is not a list of regions");
            }

            Expect(reader.Read(), "the list is not closed");
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                Expect(!reader.Read(), "text after the end of the list");
                return null;
            }

            Expect(reader.TokenType == JsonTokenType.StartObject, "a region must be an object");
            ConnectedRegion region = Check(RegionFields.Read(ref reader));
            _consumed += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            return region;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ImageFormatException or OverflowException)
        {
            throw new DatasetException($"{path}: region {_index}: {e.Message}", e);
        }
    }

    private ConnectedRegion Check(RegionFields fields)
    {
        ConnectedRegion region = fields.ToRegion();
        (int, int) found = (region.Mask.Width, region.Mask.Height);
        _size ??= found;
        if (found != _size)
        {
            throw new FormatException($"the mask is {found.Item1} x {found.Item2} pixels, expected {_size.Value.Width} x {_size.Value.Height}");
        }

        Expect(_ids.Add(region.Id), $"id {region.Id} occurs twice");
        ExpectClass(region.CategoryId, "category_id", ignoreAllowed: false);
        ExpectClass(region.TrueLabel?.Id, "true_label.id", ignoreAllowed: true);
        ExpectClass(region.Outcome?.PredictedId, "predicted_id", ignoreAllowed: false);
        ExpectClass(region.Outcome?.Label, "label", ignoreAllowed: true);
        return region;
    }

    private void ExpectClass(int? id, string field, bool ignoreAllowed)
    {
        if (id is not { } value || (uint)value < (uint)(classes?.Count ?? LabelMap.Ignore) || (ignoreAllowed && value == LabelMap.Ignore))
        {
            return;
        }

        string set = classes is null ? "class ids go from 0 to 254" : $"class set '{classes.Name}' has 0 to {classes.Count - 1}";
        throw new FormatException($"{field} is {value}, but {set}{(ignoreAllowed ? " (and 255)" : string.Empty)}");
    }

    private static void Expect(bool condition, string fault)
    {
        if (!condition)
        {
            throw new FormatException(fault);
        }
    }
}
