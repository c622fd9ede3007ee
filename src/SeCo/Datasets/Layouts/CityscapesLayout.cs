namespace SeCo.Datasets;

internal sealed class CityscapesLayout : DatasetLayout
{
    public override string Name => "cityscapes";

    public override string About =>
        "Cityscapes: `leftImg8bit/{split}/CITY/X_leftImg8bit.png`, truth `gtFine/{split}/CITY/X_gtFine_labelTrainIds.png`, else `…_labelIds.png`.";

    public override string Images => "leftImg8bit/{split}";

    public override string Truth => "gtFine/{split}";

    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [("_gtFine_labelTrainIds", TrainIds), ("_gtFine_labelIds", LabelIds)];

    public override string ImageSuffix => "_leftImg8bit";
}
