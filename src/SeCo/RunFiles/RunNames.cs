namespace SeCo.RunFiles;

/// <summary>The names in a run folder that more than one room needs, said once.</summary>
internal static class RunNames
{
    /// <summary>The settings that were in force.</summary>
    public const string Configuration = "config.yaml";

    /// <summary><see cref="RunFileKinds.Manifest"/>.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The measures.</summary>
    public const string Evaluation = "evaluation.json";

    /// <summary>The folder of the final labels, and that of label maps in the folder of a stage.</summary>
    public const string Labels = "labels";

    /// <summary>Image and label of each image, a line each.</summary>
    public const string List = "labels.txt";

    /// <summary>The folder of stage 3.</summary>
    public const string Correction = "correction";

    /// <summary>The report.</summary>
    public const string Report = "report.html";

    /// <summary>Among the answers to measured images: those of the source model.</summary>
    public const string SourceAnswers = "source";

    /// <summary>Among the answers to measured images: those of the last epoch, where another one was chosen.</summary>
    public const string LastAnswers = "last";

    /// <summary>Among the answers to measured images: those of the adapted model.</summary>
    public const string AdaptedAnswers = "predictions";

    /// <summary>Folder of stage 4: the adapted model, with all that its training left.</summary>
    public const string Adaptation = "adaptation";

    /// <summary>In <see cref="Adaptation"/>: the weights of the best epoch.</summary>
    public const string BestWeights = "best.safetensors";

    /// <summary>In <see cref="Adaptation"/>: the weights of the last epoch.</summary>
    public const string LastWeights = "last.safetensors";

    /// <summary>In <see cref="Adaptation"/>: what a killed training goes on from.</summary>
    public const string TrainingState = "state.safetensors";

    /// <summary>In <see cref="Adaptation"/>: <see cref="RunFileKinds.TrainingHistory"/>.</summary>
    public const string TrainingHistory = "history.json";

    /// <summary>In <see cref="Adaptation"/>: <see cref="RunFileKinds.AdaptationSummary"/>.</summary>
    public const string AdaptationSummary = "summary.json";

    /// <summary>In <see cref="Adaptation"/>: the folder of TensorBoard's files.</summary>
    public const string Events = "events";

    /// <summary><see cref="RunFileKinds.Split"/>.</summary>
    public const string Split = "split.json";

    /// <summary>Image and label of each labelled image, as UniMatch reads them.</summary>
    public const string LabelledList = "labelled.txt";

    /// <summary>The same of each unlabelled image.</summary>
    public const string UnlabelledList = "unlabelled.txt";

    private const string RoundPrefix = "round-";

    /// <summary>The folder of a later round, from 2.</summary>
    public static string Round(int number) => $"{RoundPrefix}{number}";

    /// <summary>The folders of later rounds in a run folder, the last round first.</summary>
    public static IEnumerable<string> RoundsIn(string folder) =>
        from path in Directory.EnumerateDirectories(folder, RoundPrefix + "*")
        orderby int.TryParse(Path.GetFileName(path)[RoundPrefix.Length..], out int number) ? number : 0 descending
        select path;
}
