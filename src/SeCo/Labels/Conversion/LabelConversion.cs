namespace SeCo.Labels;

/// <summary>Turns a folder of labels in another coding, or in colours, into label PNGs of a class set.</summary>
/// <param name="classes">The class set to write.</param>
/// <param name="options">What is read; null: the defaults.</param>
public sealed class LabelConversion(ClassSet classes, LabelConversionOptions? options = null)
{
    private static readonly HashSet<string> Png = new(StringComparer.OrdinalIgnoreCase) { ".png" }, Json = new(StringComparer.OrdinalIgnoreCase) { ".json" };

    private const long WrittenBytes = 2; // of a pixel: the label, and what packing it costs

    private readonly LabelConversionOptions _options = options ?? new LabelConversionOptions();

    /// <summary>Converts every file below a folder; the outputs have the same names below the other folder.</summary>
    /// <param name="input">The folder to read.</param>
    /// <param name="output">The folder to write; existing files are replaced.</param>
    /// <param name="progress">Is told of every file.</param>
    /// <param name="cancellationToken">Ends the conversion between files.</param>
    /// <exception cref="ArgumentException">An unknown map, or two classes of one colour where colours are read.</exception>
    /// <exception cref="IOException">The output is not apart from the input.</exception>
    /// <exception cref="DatasetException">Files that cannot be converted, all together; the others are written.</exception>
    public Task<LabelConversionSummary> RunAsync(
        string input, string output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentException.ThrowIfNullOrEmpty(output);
        OutputFolder.RequireApart(output, input);

        long[] pixels = new long[256];
        PaletteOrder order = new(classes);
        Func<string, LabelMap> read = Reader(pixels, order);
        return Task.Run(() => Run(input, output, read, (pixels, order), progress, cancellationToken), cancellationToken);
    }

    private LabelConversionSummary Run(
        string input, string output, Func<string, LabelMap> read, (long[] Pixels, PaletteOrder Order) seen, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (!Directory.Exists(input))
        {
            throw new DatasetException($"{input}: no such folder.");
        }

        List<string> faults = [], leftOut = [];
        List<(string Kind, int Files)> others = [];
        List<(string Name, string Path)> files = ImageFolder.Find(input, Endings, followLinks: !RunNames.IsOfRun(input), faults, leftOut);
        if (_options.Source is not LabelConversionSource.Regions)
        {
            files = LabelNames.Choose(files, Kind, others);
        }

        if (files.Count == 0)
        {
            faults.AddRange(
                [$"no file to convert, expected {string.Join(", ", Endings.Order(StringComparer.Ordinal))}.",
                .. ImageFolder.Describe(input, Endings, leftOut)]);
        }

        others.AddRange(ImageFolder.KindsOf(leftOut));
        DatasetException.ThrowIfAny($"{input}: cannot be converted.", faults);
        Palette? palette = _options.Reverse ? null : classes.Palette(); // the palette is that of the class set's own ids
        int done = 0;
        ImageBatch.Run("labels convert", files.Count, _options.Parallelism, i =>
        {
            LabelMap labels = read(files[i].Path);
            if (!_options.Reverse)
            {
                classes.Require(labels, files[i].Path);
            }

            AtomicFile.Write(Path.Combine(output, files[i].Name + ".png"), stream => LabelPng.Write(stream, labels, palette));
            progress?.Report(new StageProgress("labels", "convert", Interlocked.Increment(ref done), files.Count));
        }, cancellationToken);
        IReadOnlyList<string> suspicions = Map is { } map ? LabelSuspicions.Find(seen.Pixels, [], classes, map) : [];
        return new LabelConversionSummary(files.Count, others, [.. suspicions, .. new[] { seen.Order.Suspicion }.OfType<string>()]);
    }

    private LabelKind Kind => _options.Source == LabelConversionSource.Colors ? LabelKind.Colors : Map is null ? LabelKind.TrainIds : LabelKind.OtherIds;

    // Null where ids are those of the class set, or become others.
    private LabelIdMap? Map =>
        _options.Source is LabelConversionSource.Ids or LabelConversionSource.FirstChannel && !_options.Reverse ? classes.MapOf(_options.Map) : null;

    private HashSet<string> Endings => _options.Source switch
    {
        LabelConversionSource.Colors => new(ImageFolder.Endings, StringComparer.OrdinalIgnoreCase),
        LabelConversionSource.Regions => Json,
        _ => Png,
    };

    private Func<string, LabelMap> ReverseReader(PaletteOrder order)
    {
        if (_options.Source != LabelConversionSource.Ids || _options.Map is null)
        {
            throw new ArgumentException("The way back starts from ids of the class set and needs the coding to end in; give a map, and no other source.");
        }

        byte[] inverse = classes.MapFrom(_options.Map).Inverse(classes.Count);
        return path =>
        {
            LabelMap labels = order.Read(path);
            classes.Require(labels, path);
            foreach (ref byte label in labels.Pixels)
            {
                label = inverse[label];
            }

            return labels;
        };
    }

    private LabelMap ReadRegions(string path)
    {
        LabelMap? labels = null;
        ReadBudget budget = ReadBudget.Of(path, fault => new DatasetException($"{path}: {fault}."));
        foreach (ConnectedRegion region in RegionFile.Read(path, classes))
        {
            budget.Fit(WrittenBytes * region.Mask.Width * region.Mask.Height, $"an image of {region.Mask.Width} x {region.Mask.Height} pixels");
            labels ??= new LabelMap(region.Mask.Width, region.Mask.Height);
            region.Mask.Paint(labels, (byte)region.CategoryId);
        }

        return labels ?? throw new DatasetException($"{path}: has no region, so the size of its image is not known. Take its label PNG instead.");
    }

    // Where ids are mapped, the pixels of each value that is read are counted.
    private Func<string, LabelMap> Reader(long[] pixels, PaletteOrder order)
    {
        LabelIdMap? map = Map;
        return _options.Reverse ? ReverseReader(order) : _options.Source switch
        {
            LabelConversionSource.Regions => ReadRegions,
            LabelConversionSource.Colors => new ColorCoding(classes, _options.IgnoreUnknownColors).Read,
            LabelConversionSource.FirstChannel => Mapped(PngInspection.ReadFirstChannel),
            _ => Mapped(path => order.Read(path, map)),
        };

        Func<string, LabelMap> Mapped(Func<string, LabelMap> read) => path =>
        {
            LabelMap labels = read(path);
            if (map is not null)
            {
                Count(labels, pixels);
                map.Apply(labels.Pixels);
            }

            return labels;
        };
    }

    private static void Count(LabelMap labels, long[] pixels)
    {
        long[] counts = labels.Counts();
        for (int v = 0; v < counts.Length; v++)
        {
            Interlocked.Add(ref pixels[v], counts[v]);
        }
    }
}
