using System.Text.Json;

namespace SeCo.Checkpoints;

/// <summary>The checked header of a safetensors file.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Bytes by which the format is recognised.</summary>
    public const int StartLength = 9;

    /// <summary>The name in the header that holds the notes.</summary>
    public const string MetadataName = "__metadata__";

    private static readonly DTypeNames[] Types = [.. DTypes.All.Where(t => t.Safetensors is not null)];

    /// <summary>Where each tensor lies, in the header's order.</summary>
    public OrderedDictionary<string, Entry> Tensors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>True where the start of a file looks like this format: a plausible header length, then a brace.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start, long fileLength) =>
        start.Length >= StartLength && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)Math.Min(MaxLength, fileLength - 8) && start[8] == (byte)'{';

    public static SafetensorsHeader Read(CheckpointBytes file)
    {
        if (file.Length < 8)
        {
            throw file.Fault($"a safetensors file starts with 8 bytes of header length, but the file has {file.Length}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Read(0, 8));
        if (length > MaxLength || (long)length > file.Length - 8)
        {
            throw file.Fault($"the header's length is {length} bytes, but the file has {file.Length} and a header at most {MaxLength}");
        }

        SafetensorsHeader header = new();
        try
        {
            JsonDocumentOptions options = new() { MaxDepth = 8, AllowDuplicateProperties = false };
            using JsonDocument json = JsonDocument.Parse(file.Read(8, (long)length), options);
            header.Fill(file, json.RootElement, 8 + (long)length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Text that is no JSON, a name given twice, a value of the wrong kind, or a name that is not Unicode.
            throw file.Fault($"the safetensors header is malformed: {e.Message.TrimEnd('.')}", e);
        }

        header.CheckLayout(file, 8 + (long)length);
        return header;
    }

    private void Fill(CheckpointBytes file, JsonElement root, long dataStart)
    {
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.NameEquals(MetadataName))
            {
                foreach (JsonProperty note in property.Value.EnumerateObject())
                {
                    string text = note.Value.GetString()
                        ?? throw file.Fault($"the note '{Printable.Short(note.Name)}' in {MetadataName} is null, expected text");
                    Metadata.Add(note.Name, text);
                }
            }
            else
            {
                Tensors.Add(property.Name, ReadEntry(file, property, dataStart));
            }
        }
    }

    private static Entry ReadEntry(CheckpointBytes file, JsonProperty property, long dataStart)
    {
        string where = $"tensor '{Printable.Short(property.Name)}'";
        JsonElement fields = property.Value;
        if (!fields.TryGetProperty("dtype", out JsonElement code) || !fields.TryGetProperty("shape", out JsonElement sizes)
            || !fields.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw file.Fault($"{where} lacks one of dtype, shape and data_offsets");
        }

        string? typeName = code.GetString();
        DType type = Array.Find(Types, t => t.Safetensors == typeName)?.Type
            ?? throw file.Fault(
                $"{where} has the element type '{Printable.Short(typeName ?? "null")}', "
                + $"expected one of {string.Join(", ", Types.Select(t => t.Safetensors))}");

        if (sizes.GetArrayLength() > ElementLayout.MaxDimensions || offsets.GetArrayLength() != 2)
        {
            throw file.Fault($"{where} needs at most {ElementLayout.MaxDimensions} sizes and exactly two data_offsets");
        }

        ImmutableArray<long> shape = [.. sizes.EnumerateArray().Select(s => s.GetInt64())];
        long begin = offsets[0].GetInt64();
        long end = offsets[1].GetInt64();
        if (begin < 0 || end < begin || end > file.Length - dataStart)
        {
            throw file.Fault($"{where} lies at bytes {begin} to {end} of the data, which has {file.Length - dataStart} bytes");
        }

        if (!ElementLayout.TryByteCount(type, shape.AsSpan(), out long expected) || expected != end - begin)
        {
            throw file.Fault($"{where} of type {typeName} and shape {ElementLayout.Text(shape)} cannot have {end - begin} bytes");
        }

        return new Entry(type, shape, dataStart + begin, end - begin);
    }

    /// <summary>The tensors fill the data exactly: bytes that belong to none, or to two, are a fault (or something hidden).</summary>
    private void CheckLayout(CheckpointBytes file, long dataStart)
    {
        long next = dataStart;
        foreach ((string name, Entry entry) in Tensors.OrderBy(t => t.Value.Position).ThenBy(t => t.Value.ByteCount))
        {
            if (entry.Position != next)
            {
                string fault = entry.Position < next ? "overlaps the tensor before it" : "leaves a gap before it";
                throw file.Fault($"tensor '{Printable.Short(name)}' {fault}: it starts at byte {entry.Position}, expected {next}");
            }

            next += entry.ByteCount;
        }

        if (next != file.Length)
        {
            throw file.Fault($"the tensors end at byte {next}, but the file has {file.Length} bytes");
        }
    }

    public readonly record struct Entry(DType Type, ImmutableArray<long> Shape, long Position, long ByteCount);
}
