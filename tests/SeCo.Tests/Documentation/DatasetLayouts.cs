using SeCo.Datasets;

namespace SeCo.Tests.Documentation;

/// <summary>Some files of each published data set, under the names that it is published with.</summary>
internal static class DatasetLayouts
{
    /// <summary>Images and truth of a split, relative to the data set's root.</summary>
    public static IEnumerable<string> Files(DatasetOptions options) => options.Layout.Name switch
    {
        "cityscapes" =>
            new[] { "aachen/aachen_000000_000019", "aachen/aachen_000001_000019", "ulm/ulm_000000_000019", "ulm/ulm_000001_000019" }.SelectMany(
            n => new[] { $"leftImg8bit/{options.Split}/{n}_leftImg8bit.png", $"gtFine/{options.Split}/{n}_gtFine_labelIds.png" }),
        "gta5" => Numbers(n => [$"images/{n:00000}.png", $"labels/{n:00000}.png"]),
        "synthia" => Numbers(n => [$"RGB/{n:0000000}.png", $"GT/LABELS/{n:0000000}_labelTrainIds.png"]),
        "bdd100k" =>
            Numbers(n => [$"images/10k/{options.Split}/0000f77c-{n:x8}.jpg", $"labels/sem_seg/masks/{options.Split}/0000f77c-{n:x8}.png"]),
        "cam_vid" => CamVid(options).SelectMany(n => new[] { $"images/{options.Split}/{n}.webp", $"labels/{options.Split}/{n}.png" }
            .Concat(options.Predictions is { Labels: null } ? [] : Answers(options, n))),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Layout, "No published data set has this layout."),
    };

    private static IEnumerable<string> Answers(DatasetOptions options, string name) =>
        from folder in new[] { options.Predictions.Labels, options.Predictions.Confidence, options.Predictions.PixelLabels }
        where folder is not null
        select $"{folder.Replace("{split}", options.Split, StringComparison.Ordinal)}/{name}.png";

    private static string[] CamVid(DatasetOptions options) => options.Include.Count == 0
        ? ["0006R0_f00930", "0016E5_00390", "0016E5_08085", "0001TP_006690"]
        : ["0006R0_f00930", "0016E5_00390", "0001TP_006690", "0001TP_007590", "0001TP_007620", "0001TP_008520"];

    private static IEnumerable<string> Numbers(Func<int, string[]> names) => Enumerable.Range(1, 4).SelectMany(names);
}
