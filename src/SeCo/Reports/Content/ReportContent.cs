namespace SeCo.Reports;

/// <summary>All that was read and found out for a report, before it is written.</summary>
/// <param name="Input">What it is made of.</param>
/// <param name="Options">The settings of the report.</param>
/// <param name="Target">The look at the images of the dataset.</param>
/// <param name="Validation">The look at the images that models were measured on, where these are others.</param>
internal sealed record ReportContent(ReportInput Input, ReportOptions Options, GallerySurvey Target, GallerySurvey? Validation)
{
    /// <summary>The measures; null without truth.</summary>
    public EvaluationRecord? Measures { get; init; }

    /// <summary>What went in.</summary>
    public ManifestRecord? Manifest { get; init; }

    /// <summary>The noise model; null where regions were not judged.</summary>
    public NoiseModelRecord? Noise { get; init; }

    /// <summary>How the connectivity classifier was trained; null where it was not.</summary>
    public ClassifierTrainingRecord? Classifier { get; init; }

    /// <summary>How the student was trained; null without adaptation.</summary>
    public TrainingHistoryRecord? History { get; init; }

    /// <summary>What happened when.</summary>
    public RunLogFile? Log { get; init; }

    /// <summary>Whether tables and charts that can be done without are left out, because the limit on the size is near.</summary>
    public bool IsShort { get; init; }

    /// <summary>The names of the classes.</summary>
    public string ClassName(int id) => id < Input.Classes.Count ? Input.Classes.Classes[id].Name : "no class";
}
