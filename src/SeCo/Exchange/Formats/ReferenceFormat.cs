namespace SeCo.Exchange;

/// <summary>The region files of the reference implementation: <c>NAME.json</c> for each image, with the class that a region came with.</summary>
/// <remarks>Without ground truth, <c>true_label</c> says 255 with a purity of 0.</remarks>
internal sealed class ReferenceFormat : ExchangeFormat
{
    public override string Name => "reference";

    public override string About => "the region files of the SeCo reference, NAME.json for each image";

    public override bool HasAnswers => false;

    public override bool IsRead => false;

    protected override void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken)
    {
        using IDisposable alone = OutputFolder.Take(target);
        Dictionary<string, ImageEntry> truths = request.UseTruth
            ? request.Source.OpenDataset().Entries.Where(e => e.TruthPath is not null).ToDictionary(e => e.Name, StringComparer.Ordinal)
            : [];
        foreach (ExchangeImage image in request.Source.Regions.Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LabelMap? truth = truths.GetValueOrDefault(image.Name)?.ReadTruth();
            RegionFile.Write(
                Path.Combine(target, image.Name + ".json"), selection.Regions(image).Select(region => Plain(region, truth)), RegionFileStyle.Reference);
        }
    }

    private static ConnectedRegion Plain(ConnectedRegion region, LabelMap? truth) => ConnectedRegion.FromMask(region.Id, region.CategoryId, region.Mask) with
    {
        TrueLabel = truth is null
            ? new RegionTruth(LabelMap.Ignore, 0, Positive: false)
            : RegionTruth.FromCounts(region.Mask.CountLabels(truth), region.Area, region.CategoryId),
    };
}
