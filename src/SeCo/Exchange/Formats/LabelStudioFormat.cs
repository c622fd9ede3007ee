namespace SeCo.Exchange;

/// <summary>Tasks of Label Studio with predictions; back come annotations.</summary>
internal sealed class LabelStudioFormat : ExchangeFormat
{
    public override string Name => "label-studio";

    public override string About => "JSON to import as tasks with predictions; NAME.config.xml beside it holds the labelling settings";

    public override RegionSelectionOptions Defaults => Doubtful;

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => start.StartsWith("["u8);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes) =>
        new LabelStudioReader(path, classes).Read(sizes);

    protected override void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken)
    {
        AtomicFile.Write(target, stream => LabelStudioFile.Write(stream, selection, request.ImagePrefix, cancellationToken));
        AtomicFile.WriteAllText(Path.ChangeExtension(target, ".config.xml"), LabelStudioFile.LabellingSettings(selection.Classes));
    }
}
