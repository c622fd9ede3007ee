namespace SeCo.Datasets;

/// <summary>Where a dataset lies and which part of it is used.</summary>
public sealed record DatasetOptions
{
    /// <summary>The place of the split's name in a folder's name.</summary>
    public const string SplitPlaceholder = "{split}";

    /// <summary>The dataset's folder.</summary>
    public string Root { get; init; } = string.Empty;

    /// <summary>How files lie below the root; default <see cref="DatasetLayout.Folder"/>.</summary>
    public DatasetLayout Layout { get; init; } = DatasetLayout.Folder;

    /// <summary>The split, a folder's name in most layouts; default <c>train</c>.</summary>
    public string Split { get; init; } = "train";

    /// <summary>The class set: a name, or the path of a YAML file; default <c>cityscapes19</c>.</summary>
    public string Classes { get; init; } = "cityscapes19";

    /// <summary>The image folder below the root, may hold <c>{split}</c>. Null: the layout's own;
    /// <c>images/{split}</c> for plain folders, the root itself for lists.</summary>
    /// <remarks>Images are named by their path below this folder, without ending.</remarks>
    public string? Images { get; init; }

    /// <summary>The folder of the ground truth, may hold <c>{split}</c>; given, it must hold a file for each image.</summary>
    /// <remarks>Null: the layout's own where it exists, none for plain folders and lists. Empty: none.</remarks>
    public string? Truth { get; init; }

    /// <summary>The coding of the truth, one of the class set's maps. Null: the layout's own; for plain folders and lists the class set's ids.</summary>
    public string? TruthCoding { get; init; }

    /// <summary>The list file, relative to the root or absolute, may hold <c>{split}</c>;
    /// for <see cref="DatasetLayout.List"/>, where the default is <c>{split}.txt</c>.</summary>
    public string? List { get; init; }

    /// <summary>What the second column of the list is; default <see cref="ListLabelRole.PixelLabels"/>.</summary>
    public ListLabelRole ListLabels { get; init; } = ListLabelRole.PixelLabels;

    /// <summary>Where the model's answers lie.</summary>
    public PredictionSources Predictions { get; init; } = new();

    /// <summary>Whether links inside the dataset may lead out of it; default false: such a link is an error.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Patterns of image names, of which one must fit: <c>*</c> is any text, <c>?</c> any character,
    /// <c>[a-c]</c> and <c>[!a-c]</c> one in or outside a set. Empty: all images.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of image names, of which none may fit.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Uses the first so many images only, of those that <see cref="Include"/> and <see cref="Exclude"/> leave; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "dataset",
        [
            (!string.IsNullOrWhiteSpace(Root), "root: missing; it is the dataset's folder"),
            (!string.IsNullOrWhiteSpace(Split) && !Split.Contains("..", StringComparison.Ordinal) && !Path.IsPathRooted(Split),
                $"split: found '{Split}', expected a name such as train or val"),
            (!string.IsNullOrWhiteSpace(Classes), "classes: missing; it is a class set's name, as cityscapes19, or the path of a YAML file"),
            (Limit is null or >= 1, $"limit: found {Limit}, expected at least 1"),
            .. Include.Select(pattern => Check("include", pattern)), .. Exclude.Select(pattern => Check("exclude", pattern)),
            (List is null || Layout.IsList, $"list: given for the layout {Layout}, which has none; set the layout to {DatasetLayout.List}"),
            (Enum.IsDefined(ListLabels), $"list_labels: found {ListLabels}, which does not exist"),
        ]);

    private static (bool, string) Check(string key, string pattern) =>
        NamePattern.FaultOf(pattern) is { } fault ? (false, $"{key}: {fault}") : (true, string.Empty);

    /// <summary>A folder's name with the split put in.</summary>
    internal string Fill(string folder) => folder.Replace(SplitPlaceholder, Split, StringComparison.Ordinal);
}
