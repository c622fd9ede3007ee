namespace SeCo.Datasets;

internal sealed class SynthiaLayout : DatasetLayout
{
    public override string Name => "synthia";

    public override string About =>
        "SYNTHIA-RAND-CITYSCAPES: `RGB/X.png`, truth `GT/LABELS/X_labelTrainIds.png` (Cityscapes train ids) or `GT/LABELS/X.png` as 8-bit SYNTHIA ids. "
        + "The published 16-bit two-channel files are no label maps: take the first channel with `seco labels convert` first.";

    public override string Images => "RGB";

    public override string Truth => "GT/LABELS";

    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [("_labelTrainIds", TrainIds), (string.Empty, "synthia-ids")];
}
