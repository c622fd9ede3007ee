using SeCo.Adaptation;
using SeCo.DrawnScenes;

namespace SeCo.Pipeline.Demo;

/// <summary>
/// The demonstration's data as a dataset for anybody's runs: scenes, class set, and a file of settings for the source model and each setting.
/// </summary>
public static class DemoData
{
    /// <summary>Draws the scenes and writes all.</summary>
    /// <param name="folder">The folder; created as needed, files of the same names are replaced.</param>
    /// <param name="options">Which scenes, and how long the trainings of the settings are.</param>
    /// <param name="progress">Reports each scene written.</param>
    /// <param name="cancellation">Stops between scenes.</param>
    /// <exception cref="ArgumentException">The options are at fault.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DrawnDomains Write(string folder, DemoOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        DrawnDomains domains = DrawnDomains.Write(folder, options.Data, progress, cancellation);
        string model = Path.Combine(folder, "source-model");
        Save("source-model", $"The source model of drawn scenes: seco run {folder}/source-model.yaml --out {model}",
            new DemoSettings(options, domains, model).Source());
        foreach (AdaptationSetting setting in new[] { AdaptationSetting.SourceFree, AdaptationSetting.Uda, AdaptationSetting.BlackBox })
        {
            string name = OptionsWriter.NameOf(setting).Replace('_', '-');
            Save(name, $"From the source model to the drawn target, {name}: seco run {folder}/{name}.yaml --out runs/{name}",
                new DemoSettings(options with { Setting = setting }, domains, model).Whole());
        }

        return domains;

        void Save(string name, string about, RunOptions settings) => AtomicFile.WriteAllText(Path.Combine(folder, name + ".yaml"),
            $"# {about}\n{OptionsWriter.ToYaml(settings)}");
    }
}
