using SeCo.Datasets;

namespace SeCo.Tests.Datasets.Layouts.Examples;

/// <summary>Files as a survey delivers them: <c>{split}/photos/X_rgb.jpg</c>, truth <c>{split}/masks/X_classes.png</c>, whose ids count from 1.</summary>
public sealed class SurveyLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "survey";

    /// <inheritdoc/>
    public override string About => "A survey: `{split}/photos/X_rgb.jpg`, truth `{split}/masks/X_classes.png` with ids from 1.";

    /// <inheritdoc/>
    public override string Images => "{split}/photos";

    /// <inheritdoc/>
    public override string ImageSuffix => "_rgb";

    /// <inheritdoc/>
    public override string Truth => "{split}/masks";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [("_classes", "from-one")];
}
