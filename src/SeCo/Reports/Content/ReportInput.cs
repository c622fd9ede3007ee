namespace SeCo.Reports;

/// <summary>Everything that a report is made of. Files that are missing are left out of it.</summary>
internal sealed record ReportInput
{
    /// <summary>What the run is called: the name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The class set.</summary>
    public required ClassSet Classes { get; init; }

    /// <summary>What was done, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The images of the dataset.</summary>
    public required ReportGallery Target { get; init; }

    /// <summary>The images that models were measured on, where these are others.</summary>
    public ReportGallery? Validation { get; init; }

    /// <summary>Surveys that the run has made of these images while it measured them; what is not among them is looked at now.</summary>
    public IReadOnlyList<GallerySurvey> Surveys { get; init; } = [];

    /// <summary>The files of the run.</summary>
    public required ReportFiles Files { get; init; }

    /// <summary>Settings that differ from the defaults.</summary>
    public IReadOnlyList<ChangedSetting> Changed { get; init; } = [];

    /// <summary>All settings, as YAML.</summary>
    public required string Settings { get; init; }

    /// <summary>Reports of other rounds: what they are called, and where they lie beside this one.</summary>
    public IReadOnlyList<(string Title, string Link)> Rounds { get; init; } = [];

    /// <summary>What could not be found.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A setting that is not the default, by its key, as <c>correction.noise.rule</c>.</summary>
internal sealed record ChangedSetting(string Key, string Value, string Default);

/// <summary>The files that a report reads beside images and labels.</summary>
internal sealed record ReportFiles(string Manifest, string Evaluation, string NoiseModel, string ClassifierCurve, string History, string Log);
