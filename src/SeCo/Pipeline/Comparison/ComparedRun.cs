using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline.Comparison;

/// <summary>A run that is compared: its folder, that of its last round where there are several, with what its files say.</summary>
internal sealed class ComparedRun
{
    private readonly ReportGallery _target;

    public ComparedRun(string name, RunFolder run, IReadOnlyList<string> overrides, List<string> notes)
    {
        (Name, Path) = (name, run.Path);
        Folder = RunNames.RoundsIn(run.Path).Select(round => new RunFolder(round, followLinks: true)).FirstOrDefault(r => File.Exists(r.Configuration)) ?? run;
        Options = OptionsBinder.Load<RunOptions>(Folder.Configuration, overrides);
        Classes = ClassSet.Resolve(Options.Dataset.Classes);
        List<string> own = [];
        Evaluation = RunFileKinds.Evaluation.ReadIfUsable(Folder.Evaluation, own);
        History = RunFileKinds.TrainingHistory.ReadIfUsable(System.IO.Path.Combine(Folder.Adaptation, RunNames.TrainingHistory), own);
        RunGalleries galleries = new(Options, Folder);
        _target = galleries.Target();
        Entries = _target.Entries.Where(e => File.Exists(LabelOf(e.Name))).ToDictionary(e => e.Name, StringComparer.Ordinal);
        notes.AddRange(own.Concat(galleries.Notes).Select(note => $"{name}: {note}"));
    }

    public string Name { get; }

    public string Path { get; }

    public RunFolder Folder { get; }

    public RunOptions Options { get; }

    public ClassSet Classes { get; }

    public EvaluationRecord? Evaluation { get; }

    public TrainingHistoryRecord? History { get; }

    /// <summary>The images with final labels, by their names.</summary>
    public IReadOnlyDictionary<string, ImageEntry> Entries { get; }

    public bool HasModel => new[] { RunNames.BestWeights, RunNames.LastWeights }.Any(w => File.Exists(System.IO.Path.Combine(Folder.Adaptation, w)));

    public string LabelOf(string image) => RunFolder.LabelOf(Folder.Labels, image);

    /// <summary>The answer that an image's labels are made of; null where it is not there.</summary>
    public string? AnswerOf(string image) =>
        _target.Layers.FirstOrDefault(l => l.Key == "prediction")?.Path(Entries[image]) is string path && File.Exists(path) ? path : null;

    /// <summary>The answer of the model that the adapted one started from to an image that models are measured on; null where it is not there.</summary>
    public string? SourceOf(string image)
    {
        string answers = System.IO.Path.Combine(Folder.Adapted, RunNames.SourceAnswers, NetworkPrediction.LabelFolder);
        return RunFolder.LabelOf(answers, image) is string path && File.Exists(path) ? path : null;
    }
}
