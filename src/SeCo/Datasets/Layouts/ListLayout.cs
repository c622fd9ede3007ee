namespace SeCo.Datasets;

internal sealed class ListLayout : DatasetLayout
{
    public override string Name => "list";

    public override string About => "A text file with one image a line, and its label where there is one (`list`).";

    public override string Images => string.Empty;

    public override bool IsList => true;
}
