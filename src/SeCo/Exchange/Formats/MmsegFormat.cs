namespace SeCo.Exchange;

/// <summary>The folder of MMSegmentation: PNGs of class numbers with a palette, and a Python file with what a configuration says of the dataset.</summary>
internal sealed class MmsegFormat : TrainingFolderFormat
{
    private const string Labels = "ann_dir", Pictures = "img_dir";

    public override string Name => "mmseg";

    public override string About => "img_dir, ann_dir and dataset.py, as MMSegmentation reads them";

    protected override string Images => Pictures + "/{split}";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) =>
        isFolder && Directory.Exists(Path.Combine(path, Labels))
        && (File.Exists(Path.Combine(path, ClassFile)) || Directory.Exists(Path.Combine(path, Pictures)));

    public override ClassSet? ReadClasses(string path) => KeptClasses(path);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ForeignClasses meaning = new(path, ReadClasses(path), classes);
        foreach ((string name, string file) in FilesOfSplits(Path.Combine(path, Labels), ".png"))
        {
            yield return new AnsweredImage(name, meaning.Apply(LabelPng.Read(file), file));
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        SortedSet<string> written = new(StringComparer.Ordinal);
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            written.Add(Path.GetExtension(image.File));
            LabelPng.Write(folder.PathOf(Labels + "/{split}", image.Name + ".png"), labels, folder.Classes.Palette());
        }

        IReadOnlyList<SegmentationClass> classes = folder.Classes.Classes;
        IEnumerable<string> splits = Directory.CreateDirectory(folder.PathOf(Labels)).EnumerateDirectories().Select(split => split.Name);
        folder.Write("dataset.py", $"""
            metainfo = dict(
                classes=({string.Concat(classes.Select(c => OptionsWriter.Quote(c.Name) + ", "))}),
                palette=[{string.Join(", ", classes.Select(c => $"[{c.Color.R}, {c.Color.G}, {c.Color.B}]"))}])

            """ + string.Concat(splits.Order(StringComparer.Ordinal).Select(split => DatasetOf(folder, split, written))));
    }

    // What the file says of a split. Its images tell their endings; where they are not there, they are taken to be like those that are written.
    private static string DatasetOf(TrainingFolder folder, string split, SortedSet<string> written)
    {
        string images = folder.PathOf(Pictures, split), name = string.Concat(split.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        SortedSet<string> found = new(StringComparer.Ordinal);
        found.UnionWith(Directory.Exists(images)
            ? ImageFolder.Find(images, ImageFolder.Endings, followLinks: true, []).Select(image => Path.GetExtension(image.Path)) : []);
        found.UnionWith(found.Count > 0 ? [] : written);
        string others = found.Count > 1 ? $"  # also {string.Join(", ", found.Skip(1))}: a dataset of its own for each ending" : string.Empty;
        return $"""
            {(char.IsAsciiDigit(name[0]) ? "_" : string.Empty)}{name}_dataset = dict(
                type='BaseSegDataset', metainfo=metainfo, reduce_zero_label=False, ignore_index=255,
                data_prefix=dict(img_path={OptionsWriter.Quote($"{Pictures}/{split}")}, seg_map_path={OptionsWriter.Quote($"{Labels}/{split}")}),
                img_suffix={OptionsWriter.Quote(found.FirstOrDefault(".jpg"))}, seg_map_suffix='.png'){others}

            """;
    }
}
