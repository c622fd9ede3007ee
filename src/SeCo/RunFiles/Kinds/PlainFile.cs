using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>A JSON file that holds one record in a form that other programs know: it has no <c>format</c> field.</summary>
internal sealed class PlainFile<T>(string kind, string about, JsonTypeInfo<T> content) : RunFile(kind, 1, about, content)
    where T : class
{
    /// <summary>Writes a file, whole or not at all. The same record gives the same bytes.</summary>
    public void Write(string path, T record) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, record, content));
}
