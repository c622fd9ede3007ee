namespace SeCo.Datasets;

/// <summary>A layout that is told by patterns alone: a row of <see cref="KnownLayouts"/>.</summary>
/// <param name="name">The name in settings.</param>
/// <param name="images">The image folder.</param>
/// <param name="truth">The truth folder.</param>
/// <param name="about">Its files, in a sentence or two.</param>
/// <param name="truthNames">The endings of truth files, best first, each with its coding.</param>
internal sealed class PatternLayout(string name, string images, string truth, string about, params (string Suffix, string? Coding)[] truthNames)
    : DatasetLayout
{
    public override string Name => name;

    public override string About => about;

    public override string Images => images;

    public override string Truth => truth;

    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => truthNames;

    public override string ImageSuffix => Suffix;

    /// <summary>What names of images end in and names of truth do not.</summary>
    public string Suffix { get; init; } = string.Empty;
}
