namespace SeCo.Exchange;

/// <summary>Ultralytics' folder for semantic segmentation: grey PNGs of class numbers, 255 where there is no label, and a YAML with <c>masks_dir</c>.
/// </summary>
internal sealed class UltralyticsFormat : TrainingFolderFormat
{
    private const string Masks = "masks";

    public override string Name => "ultralytics";

    public override string About => "images, masks and data.yaml, as Ultralytics trains semantic segmentation on";

    protected override string Images => "images/{split}";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) =>
        isFolder && Directory.Exists(Path.Combine(path, Masks)) && UltralyticsFile.Find(path) is not null;

    public override ClassSet? ReadClasses(string path) => ClassesOf(path, UltralyticsFile.Find(path) ?? path, UltralyticsFile.ReadNames(path));

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ForeignClasses meaning = new(path, ReadClasses(path), classes);
        foreach ((string name, string file) in FilesOfSplits(Path.Combine(path, Masks), ".png"))
        {
            yield return new AnsweredImage(name, meaning.Apply(LabelPng.Read(file), file));
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            LabelPng.Write(folder.PathOf("masks/{split}", image.Name + ".png"), labels); // its reader takes the grey levels of colours, hence no palette
        }

        UltralyticsFile.Write(folder, Masks, $"masks_dir: {Masks}\n");
    }
}
