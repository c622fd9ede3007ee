using System.Text.Encodings.Web;
using System.Text.Json;

namespace SeCo.Checkpoints;

/// <summary>Writes safetensors files: whole or not at all, the same bytes for the same tensors in whatever order they are given.</summary>
public static class SafetensorsWriter
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes tensors that are in memory.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{TensorSource}, IReadOnlyDictionary{string, string}?)"/>
    public static void Write(string path, IEnumerable<KeyValuePair<string, TensorData>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, tensors.Select(t => TensorSource.From(t.Key, t.Value)), metadata);

    /// <summary>Writes tensors one by one: no more than one is in memory at a time. An older file is replaced only when the new one is complete.</summary>
    /// <param name="path">The file; its folder is made where there is none.</param>
    /// <param name="tensors">The tensors; they are ordered by element size (largest first, which keeps each aligned), then by name.</param>
    /// <param name="metadata">Notes to keep with them.</param>
    /// <exception cref="ArgumentException">A name is given twice or is <c>__metadata__</c>, or a source gives a wrong number of bytes.</exception>
    public static void Write(string path, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorSource[] ordered = [.. tensors.OrderByDescending(t => t.Type.ElementSize()).ThenBy(t => t.Name, StringComparer.Ordinal)];
        HashSet<string> seen = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataName };
        if (Array.Find(ordered, tensor => !seen.Add(tensor.Name)) is { } twice)
        {
            throw new ArgumentException($"The tensor name '{twice.Name}' is given twice or reserved.", nameof(tensors));
        }

        byte[] header = ComposeHeader(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (TensorSource tensor in ordered)
            {
                stream.Write(tensor.Fetch().Span);
            }
        });
    }

    private static byte[] ComposeHeader(TensorSource[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonOptions))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach ((string name, string text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (TensorSource tensor in tensors)
            {
                offset = WriteEntry(json, tensor, offset);
            }

            json.WriteEndObject();
        }

        // Spaces after the JSON put the first tensor on a multiple of 8 bytes.
        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        if (padded > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException($"The header would have {padded} bytes, but the format allows {SafetensorsHeader.MaxLength}.", nameof(tensors));
        }

        byte[] header = new byte[8 + padded];
        BinaryPrimitives.WriteInt64LittleEndian(header, padded);
        header.AsSpan(8).Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header.AsSpan(8));
        return header;
    }

    private static long WriteEntry(Utf8JsonWriter json, TensorSource tensor, long offset)
    {
        long end = checked(offset + tensor.ByteCount());
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.Names().Safetensors ?? throw new ArgumentException($"Safetensors files do not hold {tensor.Type}."));
        json.WriteStartArray("shape");
        foreach (long size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
