namespace SeCo.Exchange;

/// <summary>Writes regions as COCO instances: <c>images</c>, <c>categories</c> and <c>annotations</c>.</summary>
/// <remarks>Category ids are class ids plus 1, since 0 means background to some readers; image and annotation ids count from 1. <c>score</c> of an annotation
/// is one minus the noise probability; <c>attributes</c> holds <c>region</c>, <c>verdict</c> and <c>noise_probability</c>.</remarks>
public static class CocoFile
{
    /// <summary>Writes a file to a stream, which stays open; one image's regions are in memory at a time.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="selection">The regions.</param>
    /// <param name="counts">How masks are written.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    public static void Write(Stream stream, RegionSelection selection, CocoCounts counts = CocoCounts.Text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        CocoDocument document = new(
            selection.Images.Select((image, i) => new CocoPicture(Id(i), image.Width, image.Height, image.FileInside)),
            selection.Classes.Classes.Select(c => new CocoCategory(Id(c.Id), c.Name, Word.Of(c.Kind))),
            Annotations(selection, counts == CocoCounts.List, cancellationToken));
        JsonSerializer.Serialize(stream, document, CocoJson.Plain.CocoDocument);
    }

    private static string Id(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<CocoGivenAnnotation> Annotations(RegionSelection selection, bool asList, CancellationToken cancellationToken)
    {
        int id = 1;
        for (int i = 0; i < selection.Images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ConnectedRegion region in selection.Regions(selection.Images[i]))
            {
                double? noise = region.Outcome?.NoiseProbability;
                yield return new CocoGivenAnnotation(
                    id++, i + 1, RegionSelection.ShownClass(region) + 1, RunLengthRecord.Of(region.Mask, asList), region.Bounds, region.Area, asList ? 1 : 0,
                    1 - noise, new CocoAttributes(region.Id, Word.Of(region.Outcome?.Verdict ?? RegionVerdict.Undecided), noise));
            }
        }
    }
}
