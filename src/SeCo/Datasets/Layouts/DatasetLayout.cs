namespace SeCo.Datasets;

/// <summary>How a dataset's files lie below its root. Layouts that patterns tell are rows of <see cref="KnownLayouts"/>; others
/// are classes in files of their own, and rows of <see cref="All"/>.</summary>
public abstract class DatasetLayout : INamedOption
{
    /// <summary>Any folders.</summary>
    public static DatasetLayout Folder { get; } = new FolderLayout();

    /// <summary>A text file with one image a line.</summary>
    public static DatasetLayout List { get; } = new ListLayout();

    /// <summary>Cityscapes.</summary>
    public static DatasetLayout Cityscapes { get; } = KnownLayouts.Cityscapes;

    /// <summary>GTA5.</summary>
    public static DatasetLayout Gta5 { get; } = KnownLayouts.Gta5;

    /// <summary>SYNTHIA-RAND-CITYSCAPES.</summary>
    public static DatasetLayout Synthia { get; } = KnownLayouts.Synthia;

    /// <summary>BDD100K.</summary>
    public static DatasetLayout Bdd100k { get; } = KnownLayouts.Bdd100k;

    /// <summary>CamVid.</summary>
    public static DatasetLayout CamVid { get; } = KnownLayouts.CamVid;

    /// <summary>The layouts that settings can name.</summary>
    public static IReadOnlyList<DatasetLayout> All { get; } = [Folder, List, Cityscapes, Gta5, Synthia, Bdd100k, CamVid, .. KnownLayouts.Others];

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string About { get; }

    /// <summary>The image folder below the root; <c>{split}</c> stands for the split, and one folder <c>*</c> for each that is there, whose name comes before
    /// those of its images.</summary>
    public abstract string Images { get; }

    /// <summary>The truth folder below the root, with <c>*</c> where the image folder has it; null where the layout has none.</summary>
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
