namespace SeCo.Testing;

/// <summary>A fresh folder that is deleted, with all it holds, when disposed.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("seco-test-").FullName;

    /// <summary>The full path of a name inside the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
