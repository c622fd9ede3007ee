namespace SeCo.Exchange;

/// <summary>An archive of CVAT's format "Segmentation mask 1.1".</summary>
internal sealed class CvatFormat : ExchangeFormat
{
    public override string Name => "cvat";

    public override string About => "a zip for \"Upload annotations\", format \"Segmentation mask 1.1\"";

    public override RegionSelectionOptions Defaults { get; } = Doubtful with { LimitPerImage = CvatArchive.MostRegions };

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => start.StartsWith("PK"u8);

    public override ClassSet? ReadClasses(string path) => new CvatReader(path).ReadClasses();

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes) =>
        new CvatReader(path, classes).Read(sizes);

    protected override void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken) =>
        AtomicFile.Write(target, stream => CvatArchive.Write(stream, selection, cancellationToken));
}
