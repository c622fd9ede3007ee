namespace SeCo.RunFiles;

/// <summary>The names in a run folder that more than one room needs, said once.</summary>
internal static class RunNames
{
    public const string Configuration = "config.yaml", Manifest = "manifest.json", Evaluation = "evaluation.json", Report = "report.html";

    /// <summary>The folder of the final labels, and that of label maps in the folder of a stage.</summary>
    public const string Labels = "labels";

    /// <summary>Image and label of each image, a line each.</summary>
    public const string List = "labels.txt";

    // The folders of stages 3 and 4, the latter with the adapted model and all that its training left.
    public const string Correction = "correction", Adaptation = "adaptation";

    // Among the answers to measured images: those of the source model, of the last epoch, where another one was chosen, and of the adapted model.
    public const string SourceAnswers = "source", LastAnswers = "last", AdaptedAnswers = "predictions";

    // In the folder of stage 4: the weights of the best and of the last epoch, what a killed training goes on from, and the folder of TensorBoard's files.
    public const string BestWeights = "best.safetensors", LastWeights = "last.safetensors", TrainingState = "state.safetensors", Events = "events";
    public const string TrainingHistory = "history.json", AdaptationSummary = "summary.json";

    // Image and label of each labelled image, as UniMatch reads them, and the same of each unlabelled one.
    public const string Split = "split.json", LabelledList = "labelled.txt", UnlabelledList = "unlabelled.txt";

    // The page of `seco review`, which reports link to: its port where nothing else is asked for, and the pixels of the smallest region that it asks about.
    public const int ReviewPort = 8137, ReviewPixels = 100;

    private const string RoundPrefix = "round-";

    /// <summary>The folder of a later round, from 2.</summary>
    public static string Round(int number) => $"{RoundPrefix}{number}";

    /// <summary>Whether a folder is a run's, or lies in one: links in it are not followed.</summary>
    public static bool IsOfRun(string folder)
    {
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, Manifest)) && File.Exists(Path.Combine(at, Configuration)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The folders of later rounds in a run folder, the last round first.</summary>
    public static IEnumerable<string> RoundsIn(string folder) =>
        from path in Directory.EnumerateDirectories(folder, RoundPrefix + "*")
        orderby int.TryParse(Path.GetFileName(path)[RoundPrefix.Length..], out int number) ? number : 0 descending
        select path;
}
