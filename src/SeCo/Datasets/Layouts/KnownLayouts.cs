namespace SeCo.Datasets;

/// <summary>The published data sets, a row each: name, image folder, truth folder, what there is, and the endings of truth files with their codings.
/// Where each was read is said in docs/layouts.md.</summary>
internal static class KnownLayouts
{
    private const string TrainIds = "cityscapes19", LabelIds = "cityscapes-ids";

    public static DatasetLayout Cityscapes { get; } = new PatternLayout(
        "cityscapes", "leftImg8bit/{split}", "gtFine/{split}",
        "Cityscapes: `leftImg8bit/{split}/CITY/X_leftImg8bit.png`, truth `gtFine/{split}/CITY/X_gtFine_labelTrainIds.png`, else `…_labelIds.png`.",
        ("_gtFine_labelTrainIds", TrainIds), ("_gtFine_labelIds", LabelIds)) { Suffix = "_leftImg8bit" };

    public static DatasetLayout Gta5 { get; } = new PatternLayout(
        "gta5", "images", "labels",
        "GTA5: `images/X.png`, truth `labels/X.png` (Cityscapes label ids) or `labels/X_labelTrainIds.png`. It has no splits of its own.",
        ("_labelTrainIds", TrainIds), (string.Empty, LabelIds));

    public static DatasetLayout Synthia { get; } = new PatternLayout(
        "synthia", "RGB", "GT/LABELS",
        "SYNTHIA-RAND-CITYSCAPES: `RGB/X.png`, truth `GT/LABELS/X_labelTrainIds.png` (Cityscapes train ids) or `GT/LABELS/X.png` as 8-bit SYNTHIA ids. "
        + "The published 16-bit two-channel files are no label maps: take the first channel with `seco labels convert` first.",
        ("_labelTrainIds", TrainIds), (string.Empty, "synthia-ids"));

    public static DatasetLayout Bdd100k { get; } = new PatternLayout(
        "bdd100k", "images/10k/{split}", "labels/sem_seg/masks/{split}",
        "BDD100K: `images/10k/{split}/X.jpg`, truth `labels/sem_seg/masks/{split}/X.png` or `…/X_train_id.png` (Cityscapes train ids).",
        (string.Empty, TrainIds), ("_train_id", TrainIds));

    public static DatasetLayout CamVid { get; } = new PatternLayout(
        "cam_vid", "images/{split}", "labels/{split}",
        "CamVid: `images/{split}/X.webp` or other images, truth `labels/{split}/X.png` (ids of `camvid11`).", (string.Empty, "camvid11"));

    /// <summary>Those that only settings name.</summary>
    public static IReadOnlyList<DatasetLayout> Others { get; } =
    [
        new PatternLayout(
            "acdc", "rgb_anon/*/{split}", "gt/*/{split}",
            "ACDC, all conditions: `rgb_anon/CONDITION/{split}/X_rgb_anon.png`, truth `gt/CONDITION/{split}/X_gt_labelTrainIds.png`, else "
            + "`…_labelIds.png`. One condition: `include: [\"night/*\"]`.",
            ("_gt_labelTrainIds", TrainIds), ("_gt_labelIds", LabelIds)) { Suffix = "_rgb_anon" },
        new PatternLayout(
            "dark_zurich", "rgb_anon/{split}", "gt/{split}",
            "Dark Zurich: `rgb_anon/{split}/X_rgb_anon.png`, truth `gt/{split}/X_gt_labelTrainIds.png`, else `…_labelIds.png`. `train` has no truth; its "
            + "times of day are folders: `split: train/night`.",
            ("_gt_labelTrainIds", TrainIds), ("_gt_labelIds", LabelIds)) { Suffix = "_rgb_anon" },
        new PatternLayout(
            "nighttime_driving", "leftImg8bit/{split}", "gtCoarse_daytime_trainvaltest/{split}",
            "Nighttime Driving (test): `leftImg8bit/{split}/night/X_leftImg8bit.png`, truth "
            + "`gtCoarse_daytime_trainvaltest/{split}/night/X_gtCoarse_labelTrainIds.png`, else `…_labelIds.png`.",
            ("_gtCoarse_labelTrainIds", TrainIds), ("_gtCoarse_labelIds", LabelIds)) { Suffix = "_leftImg8bit" },
        new PatternLayout(
            "mapillary_vistas", "{split}/images", "{split}/v1.2/labels",
            "Mapillary Vistas, labels of v1.2: `{split}/images/X.jpg`, truth `{split}/v1.2/labels/X.png`; splits `training` and `validation`.",
            (string.Empty, "mapillary-v1.2")),
        new PatternLayout(
            "mapillary_vistas_v2", "{split}/images", "{split}/v2.0/labels",
            "Mapillary Vistas, labels of v2.0: `{split}/images/X.jpg`, truth `{split}/v2.0/labels/X.png`.", (string.Empty, "mapillary-v2.0")),
        new PatternLayout(
            "idd", "leftImg8bit/{split}", "gtFine/{split}",
            "IDD: `leftImg8bit/{split}/N/X_leftImg8bit.png` or `.jpg`, truth `gtFine/{split}/N/X_gtFine_labelcsTrainIds.png`, else `…_labelids.png`, as its "
            + "program `createLabels.py` makes them with `--id-type csTrainId` or `id`. The level 3 ids have no id for trains alone.",
            ("_gtFine_labelcsTrainIds", TrainIds), ("_gtFine_labelids", "idd-ids")) { Suffix = "_leftImg8bit" },
        new PatternLayout(
            "kitti", "{split}/image_2", "{split}/semantic",
            "KITTI semantics: `{split}/image_2/X.png`, truth `{split}/semantic/X.png` (Cityscapes label ids); the split with truth is `training`.",
            (string.Empty, LabelIds)),
        new PatternLayout(
            "wild_dash", "images", "labels",
            "WildDash 2: `images/X.jpg`, truth `labels/X_labelIds.png`, as its program `pano2sem.py` makes them. It has no splits of its own.",
            ("_labelIds", "wilddash2-ids")),
        new PatternLayout(
            "uavid", "{split}/*/Images", "{split}/*/TrainId",
            "UAVid: `{split}/SEQUENCE/Images/X.png`, truth `{split}/SEQUENCE/TrainId/X.png` (ids of `uavid8`), as UAVidToolKit makes them of the colours.",
            (string.Empty, "uavid8")),
        new PatternLayout(
            "love_da", "{split}/*/images_png", "{split}/*/masks_png",
            "LoveDA: `{split}/AREA/images_png/X.png`, truth `{split}/AREA/masks_png/X.png` (0 no data, 1 to 7 the classes of `loveda7`); splits `Train` and "
            + "`Val`.",
            (string.Empty, ClassSet.FromOne)),
        new PatternLayout(
            "potsdam", "2_Ortho_RGB", "labels",
            "ISPRS Potsdam: `2_Ortho_RGB/X_RGB.tif`, truth `labels/X_label.png` or `labels/X_label_noBoundary.png` (ids of `potsdam5`), made of "
            + "`5_Labels_all` with `seco labels convert --colors --ignore-unknown-colors`. Splits: `include`.",
            ("_label", "potsdam5"), ("_label_noBoundary", "potsdam5")) { Suffix = "_RGB" },
        new PatternLayout(
            "vaihingen", "top", "labels",
            "ISPRS Vaihingen: `top/X.tif`, truth `labels/X.png` or `labels/X_noBoundary.png` (ids of `potsdam5`), made of its coloured truth as for "
            + "`potsdam`.",
            (string.Empty, "potsdam5"), ("_noBoundary", "potsdam5")),
    ];
}
