namespace SeCo.Datasets;

internal sealed class Gta5Layout : DatasetLayout
{
    public override string Name => "gta5";

    public override string About =>
        "GTA5: `images/X.png`, truth `labels/X.png` (Cityscapes label ids) or `labels/X_labelTrainIds.png`. It has no splits of its own.";

    public override string Images => "images";

    public override string Truth => "labels";

    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [("_labelTrainIds", TrainIds), (string.Empty, LabelIds)];
}
