namespace SeCo.Datasets;

/// <summary>What a layout means: its folders, and how the truth of an image is called.</summary>
/// <param name="Images">The image folder below the root.</param>
/// <param name="Truth">The truth folder below the root; null where the layout has none.</param>
/// <param name="TruthNames">The endings of a truth file's name, best first.</param>
/// <param name="ImageSuffix">What image names end in and truth names do not.</param>
internal sealed record LayoutRules(string Images, string? Truth, IReadOnlyList<TruthName> TruthNames, string ImageSuffix = "")
{
    private const string TrainIds = "cityscapes19";
    private const string LabelIds = "cityscapes-ids";

    /// <summary>The rules of a layout.</summary>
    public static LayoutRules Of(DatasetLayout layout) => layout switch
    {
        DatasetLayout.Cityscapes => new(
            "leftImg8bit/{split}", "gtFine/{split}", [new("_gtFine_labelTrainIds", TrainIds), new("_gtFine_labelIds", LabelIds)], "_leftImg8bit"),
        DatasetLayout.Gta5 => new("images", "labels", [new("_labelTrainIds", TrainIds), new(string.Empty, LabelIds)]),
        DatasetLayout.Synthia => new("RGB", "GT/LABELS", [new("_labelTrainIds", TrainIds), new(string.Empty, "synthia-ids")]),
        DatasetLayout.Bdd100k => new("images/10k/{split}", "labels/sem_seg/masks/{split}", [new(string.Empty, TrainIds), new("_train_id", TrainIds)]),
        DatasetLayout.CamVid => new("images/{split}", "labels/{split}", [new(string.Empty, "camvid11")]),
        DatasetLayout.List => new(string.Empty, null, [new(string.Empty, null)]),
        _ => new("images/{split}", null, [new(string.Empty, null)]),
    };

    /// <summary>The folders that a layout has for the model's answers.</summary>
    public static PredictionSources Predictions(DatasetLayout layout) => layout == DatasetLayout.CamVid
        ? new PredictionSources
        {
            Labels = "espnet_cityscapes/argmax/{split}",
            Confidence = "espnet_cityscapes/confidence/{split}",
            PixelLabels = "espnet_cityscapes/top50/{split}",
        }
        : new PredictionSources();
}
