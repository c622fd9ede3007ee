namespace SeCo.Datasets;

internal sealed class FolderLayout : DatasetLayout
{
    public override string Name => "folder";

    public override string About => "Any folders: images below `images`, truth below `truth` under the same names.";

    public override string Images => "images/{split}";
}
