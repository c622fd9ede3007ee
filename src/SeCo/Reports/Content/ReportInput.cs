namespace SeCo.Reports;

/// <summary>Everything that a report is made of; files that are missing are left out of it. What was done is said in a sentence. Images that models were
/// measured on are there where these are others than the dataset's; settings that differ from the defaults, and all of them as YAML; what could not be found;
/// the reports of other rounds, what they are called and where they lie beside this one; and the surveys that the run has made of these images while it
/// measured them: what is not among them is looked at now.</summary>
internal sealed record ReportInput(
    string Name, ClassSet Classes, string Summary, ReportGallery Target, ReportGallery? Validation, ReportFiles Files, IReadOnlyList<ChangedSetting> Changed,
    string Settings, IReadOnlyList<string> Notes, IReadOnlyList<(string Title, string Link)> Rounds, IReadOnlyList<GallerySurvey> Surveys);

/// <summary>A setting that is not the default, by its key, as <c>correction.noise.rule</c>.</summary>
internal sealed record ChangedSetting(string Key, string Value, string Default);

/// <summary>The files that a report reads beside images and labels.</summary>
internal sealed record ReportFiles(string Manifest, string Evaluation, string NoiseModel, string ClassifierCurve, string History, string Log);
