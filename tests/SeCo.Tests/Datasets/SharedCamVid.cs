using SeCo.Datasets;

namespace SeCo.Tests.Datasets;

/// <summary>The answers of a Cityscapes model that lie beside the images of the reference data.</summary>
internal static class SharedCamVid
{
    public static PredictionSources Answers { get; } = new()
    {
        Labels = "espnet_cityscapes/argmax/{split}", Confidence = "espnet_cityscapes/confidence/{split}", PixelLabels = "espnet_cityscapes/top50/{split}",
    };
}
