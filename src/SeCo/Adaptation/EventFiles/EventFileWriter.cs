using System.Globalization;

namespace SeCo.Adaptation.EventFiles;

/// <summary>Writes numbers by step that TensorBoard shows as curves.</summary>
/// <remarks>
/// A file is a row of records, each an event; the first names the format's version. A run that goes on opens a further file in the same folder, whose second event says where it began
/// anew: TensorBoard then drops what older files hold of later steps. Nothing of an older file is changed. Source: TensorFlow's <c>event.proto</c>, <c>summary.proto</c> and its records' framing.
/// </remarks>
internal sealed class EventFileWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Opens a new file.</summary>
    /// <param name="folder">The folder; created as needed.</param>
    /// <param name="firstStep">The step that the run begins with, or goes on with.</param>
    /// <param name="clock">Gives each event its time; null for the system's.</param>
    public EventFileWriter(string folder, long firstStep, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        _file = Create(folder);
        Append(EventEncoding.FileVersion(Now()));
        if (firstStep > 0)
        {
            Append(EventEncoding.Restart(Now(), firstStep));
        }

        _file.Flush();
    }

    /// <summary>Writes the values of one step and hands them to the system.</summary>
    /// <param name="step">The step.</param>
    /// <param name="values">Tag and value.</param>
    public void Write(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        Append(EventEncoding.Scalars(Now(), step, values));
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // TensorBoard reads the files of a folder in the order of their names, so a later one needs a later name, also within a second.
    private FileStream Create(string folder)
    {
        string second = _clock.GetUtcNow().ToUnixTimeSeconds().ToString("d10", CultureInfo.InvariantCulture);
        for (int attempt = 0; ; attempt++)
        {
            string path = Path.Combine(folder, $"events.out.tfevents.{second}.seco.{attempt.ToString("d4", CultureInfo.InvariantCulture)}");
            if (!File.Exists(path))
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
        }
    }

    private void Append(ReadOnlyMemory<byte> data) => EventRecord.Write(_file, data.Span);

    private double Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}
