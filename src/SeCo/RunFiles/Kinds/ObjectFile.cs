using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>A JSON file that holds one record.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <remarks>What is read is not trusted: a file above <see cref="LongestFile"/> is refused before it is loaded, and no field decides an allocation.</remarks>
public sealed class ObjectFile<T> : RunFile
    where T : VersionedFile
{
    /// <summary>Bytes that no file of a run reaches.</summary>
    public const long LongestFile = 1L << 28;

    private readonly JsonTypeInfo<T> _content;

    internal ObjectFile(string kind, int version, string about, JsonTypeInfo<T> content)
        : base(kind, version, about, content) => _content = content;

    /// <summary>Writes a file, whole or not at all. The same record gives the same bytes.</summary>
    public void Write(string path, T record)
    {
        ArgumentNullException.ThrowIfNull(record);
        AtomicFile.Write(path, stream => Write(stream, record));
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    public void Write(Stream stream, T record)
    {
        ArgumentNullException.ThrowIfNull(record);
        JsonSerializer.Serialize(stream, (T)(record with { Format = $"seco.{Kind}/{Version}" }), _content);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    /// <exception cref="DatasetException">It is malformed, of another kind, or of a version that this program does not know:
    /// names file, place and what is expected.</exception>
    public T Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > LongestFile)
            {
                throw new DatasetException($"{path}: has {stream.Length} bytes; a {Kind} file has at most {LongestFile}.");
            }

            return Checked(path, JsonSerializer.Deserialize(stream, _content));
        }
        catch (JsonException fault)
        {
            throw new DatasetException($"{path}: is no {Kind} file of seco: {JsonFault.Of(fault)}", fault);
        }
    }

    /// <summary>Reads a file for people to look at: a field that cannot be used is left out where the rest can do without it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="notes">Told what is there and cannot be used.</param>
    /// <returns>Null where there is no such file, or it cannot be used.</returns>
    public T? ReadIfUsable(string path, ICollection<string> notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        try
        {
            return !File.Exists(path) ? null : ReadRest(path, notes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or JsonException) // the last of what is no JSON
        {
            notes.Add($"{Path.GetFileName(path)} cannot be read: {fault.Message}");
            return null;
        }
    }

    private T ReadRest(string path, ICollection<string> notes)
    {
        JsonObject? rest = null;
        while (true)
        {
            try
            {
                return rest is null ? Read(path) : Checked(path, rest.Deserialize(_content));
            }
            catch (Exception e) when ((e as JsonException ?? e.InnerException) is JsonException { Path: ['$', '.', .. string place] } fault)
            {
                rest ??= JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
                string field = place.Split('.', '[')[0];
                if (rest is null || !rest.Remove(field))
                {
                    throw new DatasetException($"{path}: {JsonFault.Of(fault)}", fault);
                }

                notes.Add($"{Path.GetFileName(path)}: {JsonFault.Of(fault)}; what '{field}' says is left out.");
            }
            catch (JsonException fault)
            {
                throw new DatasetException($"{path}: is no {Kind} file of seco: {fault.Message}", fault);
            }
        }
    }

    private T Checked(string path, T? record) => record is null ? throw new JsonException("the file holds null")
        : IsKnown(record.Format) ? record
        : throw new DatasetException($"{path}: its format is '{record.Format}', expected seco.{Kind}/{Version} or earlier. A newer seco may have written it.");

    private bool IsKnown(string? format)
    {
        string prefix = $"seco.{Kind}/";
        return format is null
            || (format.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(format.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
                && version >= 1 && version <= Version);
    }
}
