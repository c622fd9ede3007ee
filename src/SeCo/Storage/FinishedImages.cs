using System.Globalization;

namespace SeCo.Storage;

/// <summary>Remembers which images are finished, a line each, in a file that only grows: a line that a kill cut short counts for nothing.</summary>
internal sealed class FinishedImages : IDisposable
{
    private readonly string _settings;
    private readonly Dictionary<string, (string Settings, string Image, int Count)> _known = new(StringComparer.Ordinal);
    private readonly StreamWriter _file;

    /// <param name="path">The file; created as needed.</param>
    /// <param name="settings">Hash of the settings.</param>
    /// <exception cref="IOException">Another process writes to the file.</exception>
    public FinishedImages(string path, string settings)
    {
        _settings = settings;
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException fault)
        {
            throw new IOException(
                $"{path}: cannot be opened; another seco may be at work in this folder. Wait for it, or give another one. ({fault.Message})", fault);
        }

        using StreamReader reader = new(stream, leaveOpen: true);
        string text = reader.ReadToEnd();
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n'))
        {
            string[] parts = line.Split('\t', 4);
            if (parts.Length == 4 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                _known[parts[3]] = (parts[0], parts[1], count);
            }
        }

        _file = new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
        if (text.Length > 0 && text[^1] != '\n')
        {
            _file.WriteLine();
        }
    }

    /// <summary>The number that a finished image was added with; null where it is not finished with these settings and this content.</summary>
    public int? Find(string name, string image) =>
        _known.TryGetValue(name, out (string Settings, string Image, int Count) line) && line.Settings == _settings && line.Image == image ? line.Count : null;

    /// <summary>Takes an image back before its output is replaced: a kill in between must not leave the new output under the old line.</summary>
    public void Forget(string name)
    {
        if (_known.ContainsKey(name))
        {
            Add(name, "-", 0);
        }
    }

    /// <summary>Adds an image whose output is written.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="image">Hash of its content.</param>
    /// <param name="count">A number that is told again when the image is found.</param>
    public void Add(string name, string image, int count) =>
        _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_settings}\t{image}\t{count}\t{name}"));

    public void Dispose() => _file.Dispose();
}
