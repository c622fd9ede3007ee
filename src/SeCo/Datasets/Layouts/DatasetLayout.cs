namespace SeCo.Datasets;

/// <summary>How a dataset's files lie below its root. Each layout is a class in a file of its own, and a row of <see cref="All"/>.</summary>
public abstract class DatasetLayout : INamedOption
{
    /// <summary>The coding of Cityscapes' train ids.</summary>
    protected const string TrainIds = "cityscapes19";

    /// <summary>The coding of Cityscapes' label ids.</summary>
    protected const string LabelIds = "cityscapes-ids";

    /// <summary>Any folders.</summary>
    public static DatasetLayout Folder { get; } = new FolderLayout();

    /// <summary>A text file with one image a line.</summary>
    public static DatasetLayout List { get; } = new ListLayout();

    /// <summary>Cityscapes.</summary>
    public static DatasetLayout Cityscapes { get; } = new CityscapesLayout();

    /// <summary>GTA5.</summary>
    public static DatasetLayout Gta5 { get; } = new Gta5Layout();

    /// <summary>SYNTHIA-RAND-CITYSCAPES.</summary>
    public static DatasetLayout Synthia { get; } = new SynthiaLayout();

    /// <summary>BDD100K.</summary>
    public static DatasetLayout Bdd100k { get; } = new Bdd100kLayout();

    /// <summary>CamVid.</summary>
    public static DatasetLayout CamVid { get; } = new CamVidLayout();

    /// <summary>The layouts that settings can name.</summary>
    public static IReadOnlyList<DatasetLayout> All { get; } = [Folder, List, Cityscapes, Gta5, Synthia, Bdd100k, CamVid];

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string About { get; }

    /// <summary>The image folder below the root; <c>{split}</c> stands for the split.</summary>
    public abstract string Images { get; }

    /// <summary>The truth folder below the root; null where the layout has none.</summary>
    public virtual string? Truth => null;

    /// <summary>The endings of a truth file's name before <c>.png</c>, best first, each with the coding of its ids (one of the class set's maps; null: the
    /// class set's own ids).</summary>
    public virtual IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [(string.Empty, null)];

    /// <summary>What names of images end in and names of truth do not.</summary>
    public virtual string ImageSuffix => string.Empty;

    /// <summary>True where the images stand in a list file instead of a folder.</summary>
    public virtual bool IsList => false;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
