namespace SeCo.Datasets;

internal sealed class Bdd100kLayout : DatasetLayout
{
    public override string Name => "bdd100k";

    public override string About =>
        "BDD100K: `images/10k/{split}/X.jpg`, truth `labels/sem_seg/masks/{split}/X.png` or `…/X_train_id.png` (Cityscapes train ids).";

    public override string Images => "images/10k/{split}";

    public override string Truth => "labels/sem_seg/masks/{split}";

    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [(string.Empty, TrainIds), ("_train_id", TrainIds)];
}
