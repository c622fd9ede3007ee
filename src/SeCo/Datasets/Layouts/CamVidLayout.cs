namespace SeCo.Datasets;

internal sealed class CamVidLayout : DatasetLayout
{
    public override string Name => "cam_vid";

    public override string About => "CamVid: `images/{split}/X.webp` or other images, truth `labels/{split}/X.png` (ids of `camvid11`).";

    public override string Images => "images/{split}";

    public override string Truth => "labels/{split}";

    public override IReadOnlyList<(string Suffix, string? Coding)> TruthNames => [(string.Empty, "camvid11")];
}
