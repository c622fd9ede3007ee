namespace SeCo.Reports;

/// <summary>All that was read and found out for a report, before it is written: the looks at the images of the dataset and at those that models were measured
/// on, where these are others, and what the files of the run say; null where one is missing, or was not made.</summary>
internal sealed record ReportContent(
    ReportInput Input, ReportOptions Options, GallerySurvey Target, GallerySurvey? Validation, EvaluationRecord? Measures, ManifestRecord? Manifest,
    NoiseModelRecord? Noise, ClassifierTrainingRecord? Classifier, TrainingHistoryRecord? History, RunLogFile? Log)
{
    /// <summary>Whether tables and charts that can be done without are left out, because the limit on the size is near.</summary>
    public bool IsShort { get; init; }

    public string ClassName(int id) => id < Input.Classes.Count ? Input.Classes.Classes[id].Name : "no class";
}
