namespace SeCo.Exchange;

/// <summary>The folder of MMSegmentation: PNGs of class numbers with a palette, and a Python file with what a configuration says of the dataset.</summary>
internal sealed class MmsegFormat : TrainingFolderFormat
{
    private const string Labels = "ann_dir";

    public override string Name => "mmseg";

    public override string About => "img_dir, ann_dir and dataset.py, as MMSegmentation reads them";

    protected override string Images => "img_dir/{split}";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) =>
        isFolder && Directory.Exists(Path.Combine(path, Labels)) && (KeptClasses(path) is not null || Directory.Exists(Path.Combine(path, "img_dir")));

    public override ClassSet? ReadClasses(string path) => KeptClasses(path);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ForeignClasses meaning = new(path, ReadClasses(path), classes);
        foreach ((string name, string file) in FilesBelow(Path.Combine(path, Labels), ".png"))
        {
            yield return new AnsweredImage(name, meaning.Apply(LabelPng.Read(file), file));
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        SortedSet<string> endings = new(StringComparer.Ordinal);
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            endings.Add(Path.GetExtension(image.File));
            LabelPng.Write(folder.PathOf("ann_dir/{split}", image.Name + ".png"), labels, folder.Classes.Palette());
        }

        IReadOnlyList<SegmentationClass> classes = folder.Classes.Classes;
        string others = endings.Count > 1 ? $"  # also {string.Join(", ", endings.Skip(1))}: a dataset of its own for each ending" : string.Empty;
        folder.Write("dataset.py", $"""
            metainfo = dict(
                classes=({string.Concat(classes.Select(c => OptionsWriter.Quote(c.Name) + ", "))}),
                palette=[{string.Join(", ", classes.Select(c => $"[{c.Color.R}, {c.Color.G}, {c.Color.B}]"))}])
            {folder.Split.Replace('-', '_')}_dataset = dict(
                type='BaseSegDataset', metainfo=metainfo, reduce_zero_label=False, ignore_index=255,
                data_prefix=dict(img_path={OptionsWriter.Quote($"img_dir/{folder.Split}")}, seg_map_path={OptionsWriter.Quote($"ann_dir/{folder.Split}")}),
                img_suffix={OptionsWriter.Quote(endings.FirstOrDefault(".jpg"))}, seg_map_suffix='.png'){others}

            """);
    }
}
