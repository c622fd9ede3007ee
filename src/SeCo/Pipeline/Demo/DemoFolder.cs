using SeCo.Adaptation;

namespace SeCo.Pipeline.Demo;

/// <summary>The names of everything in a demonstration's folder, said once. Each part but the data is a run folder like any other.</summary>
public sealed class DemoFolder
{
    /// <summary>Opens or names the folder of a demonstration.</summary>
    /// <param name="path">The folder: absent, empty, or of an earlier demonstration.</param>
    /// <exception cref="IOException">The path is no folder.</exception>
    public DemoFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        if (FolderPath.Fault(path, "the demonstration") is string fault)
        {
            throw new IOException($"{path}: {fault}");
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The drawn scenes of both domains.</summary>
    public string Data => In("data");

    /// <summary>The run that trained the source model.</summary>
    public string SourceModel => In("source-model");

    /// <summary>The run of a setting: all stages, and the adapted model.</summary>
    public string Run(AdaptationSetting setting) => In(OptionsWriter.NameOf(setting).Replace('_', '-'));

    /// <summary>The run of a simpler way that the setting is compared with.</summary>
    public string Baseline(AdaptationSetting setting, string name) => System.IO.Path.Combine(Run(setting) + "-baselines", name);

    /// <summary>Takes the folder for this process, until disposed.</summary>
    /// <exception cref="IOException">The folder holds other things, or another process is at work in it (<see cref="FolderInUseException"/>).</exception>
    public IDisposable Lock()
    {
        IDisposable held = OutputFolder.Take(Path);
        if (StageFolder.HoldsForeignFiles(Data) || (!Directory.Exists(Data) && !OutputFolder.IsFree(Path)))
        {
            held.Dispose();
            throw new IOException($"{Path}: is not empty and holds no run of the demonstration (no data/stage.json). Give a new folder as --out, so "
                + "that nothing of yours is overwritten.");
        }

        return held;
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
