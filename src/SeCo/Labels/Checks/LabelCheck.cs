namespace SeCo.Labels;

/// <summary>Checks a folder of label PNGs against a class set.</summary>
public static class LabelCheck
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase) { ".png" };

    /// <summary>Checks every label file; faults of files are part of the report, not errors.</summary>
    /// <param name="folder">The folder of the labels.</param>
    /// <param name="classes">The class set they should hold.</param>
    /// <param name="options">What is looked at; null: the defaults.</param>
    /// <param name="progress">Is told of every file.</param>
    /// <param name="cancellationToken">Ends the check between files.</param>
    /// <exception cref="DatasetException">A folder does not exist, or holds no file of the kind.</exception>
    public static Task<LabelCheckReport> RunAsync(
        string folder,
        ClassSet classes,
        LabelCheckOptions? options = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(classes);
        return Task.Run(() => Run(folder, classes, options ?? new LabelCheckOptions(), progress, cancellationToken), cancellationToken);
    }

    private static LabelCheckReport Run(
        string folder, ClassSet classes, LabelCheckOptions options, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        LabelIdMap? map = classes.MapOf(options.Map);
        List<string> faults = [], leftOut = [];
        List<(string Kind, int Files)> others = [];
        List<(string Name, string Path)> labels =
            LabelNames.Choose(Find(folder, Endings, faults, leftOut), map is null ? LabelKind.TrainIds : LabelKind.OtherIds, others);
        Dictionary<string, (string Name, string Path)> images = new(StringComparer.Ordinal);
        foreach ((string Name, string Path) image in options.Images is null ? [] : Find(options.Images, ImageFolder.Endings, faults, leftOut))
        {
            if (!images.TryAdd(LabelNames.StemOf(image.Name), image))
            {
                faults.Add($"{image.Path}: belongs to the same label as {images[LabelNames.StemOf(image.Name)].Path}.");
            }
        }

        others.AddRange(ImageFolder.KindsOf(leftOut));

        LabelFile[] files =
        [
            .. labels.Select(l => new LabelFile(
                l.Path, images.TryGetValue(LabelNames.StemOf(l.Name), out (string Name, string Path) image) ? image.Path : null)),
        ];
        LabelCheckReport report = Of(files, classes, options.Map, options.Parallelism, progress, cancellationToken);
        HashSet<string> stems = [.. labels.Select(l => LabelNames.StemOf(l.Name))];
        string[] withoutLabels = [.. images.Where(i => !stems.Contains(i.Key)).Select(i => i.Value.Name).Order(StringComparer.Ordinal)];
        string[] withoutImages = options.Images is null ? [] : [.. labels.Select(l => l.Name).Where(n => !images.ContainsKey(LabelNames.StemOf(n)))];
        bool isStrange = withoutImages.Length > 0 && withoutImages.Length == labels.Count && withoutLabels.Length > 0;
        return report with
        {
            Unreadable = [.. faults, .. report.Unreadable],
            OtherKinds = others,
            ImagesWithoutLabels = withoutLabels,
            LabelsWithoutImages = withoutImages,
            Suspicions = isStrange ? [.. LabelSuspicions.OfNames(withoutImages, withoutLabels), .. report.Suspicions] : report.Suspicions,
        };
    }

    /// <summary>Checks given files, each against its image where that is known.</summary>
    /// <exception cref="ArgumentException">The class set has no such coding.</exception>
    internal static LabelCheckReport Of(
        IReadOnlyList<LabelFile> labels, ClassSet classes, string? coding, int parallelism, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        LabelIdMap? map = classes.MapOf(coding);
        Findings[] found = new Findings[labels.Count];
        PaletteOrder order = new(classes);
        int done = 0;
        Parallel.For(0, labels.Count, ImageBatch.Parallelism(parallelism, cancellationToken), i =>
        {
            found[i] = Look(labels[i].Path, labels[i].Image, path => order.Read(path, map), map is null ? classes.Count : LabelMap.Ignore);
            progress?.Report(new StageProgress("labels", "check", Interlocked.Increment(ref done), labels.Count));
        });

        long[] pixels = new long[256];
        foreach (Findings file in found)
        {
            for (int v = 0; v < pixels.Length && file.Pixels is not null; v++)
            {
                pixels[v] += file.Pixels[v];
            }
        }

        string? turned = ImageHeader.AboutTurned(labels.Zip(found, (label, file) => (label.Image ?? label.Path, file.Header)));
        List<ForeignLabel> foreign = Foreign(found, labels, map is null ? classes.Count : LabelMap.Ignore);
        return new LabelCheckReport(
            ClassSet: classes.Name,
            Map: map is null ? null : coding,
            Files: labels.Count,
            Pixels: pixels,
            Sizes: [.. found.Where(f => f.Png is not null).GroupBy(f => (f.Png!.Width, f.Png.Height))
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => (g.Key.Width, g.Key.Height, g.Count()))],
            Modes: [.. found.Where(f => f.Png is not null).GroupBy(f => f.Png!.Mode, StringComparer.Ordinal)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))],
            MatchingPalettes: found.Count(f => f.Png is { Palette.Count: > 0 } png && HasColors(png, classes)),
            OtherPalettes: found.Count(f => f.Png is { Palette.Count: > 0 } png && !HasColors(png, classes)),
            OtherKinds: [],
            Foreign: foreign,
            Unreadable: [.. found.Select(f => f.Fault).OfType<string>()],
            Mismatched: [.. found.Select(f => f.Mismatch).OfType<string>()],
            ImagesWithoutLabels: [],
            LabelsWithoutImages: [],
            Suspicions:
            [
                .. new[] { order.Suspicion, turned }.OfType<string>(),
                .. LabelSuspicions.Find(pixels, [.. foreign.Select(f => f.Id)], classes, map),
                .. LabelSuspicions.OfModes([.. found.Select(f => f.Png).OfType<PngDescription>()], classes),
            ])
        {
            Palettes = order.Suspicion, Turned = turned,
        };
    }

    private static List<(string Name, string Path)> Find(string folder, IReadOnlySet<string> endings, List<string> faults, List<string> leftOut)
    {
        if (!Directory.Exists(folder))
        {
            throw new DatasetException($"{folder}: no such folder.");
        }

        List<(string Name, string Path)> files = ImageFolder.Find(folder, endings, followLinks: !RunNames.IsOfRun(folder), faults, leftOut);
        string none = $"{folder}: holds no file ending in {string.Join(", ", endings.Order(StringComparer.Ordinal))}.";
        return files.Count > 0 ? files : throw (faults.Count > 0 ? new DatasetException(none, faults) : new DatasetException(none));
    }

    private static Findings Look(string path, string? image, Func<string, LabelMap> read, int allowed)
    {
        Findings found = new(null, null, [], null, null);
        string? fault = Unreadable.FaultOf(() =>
        {
            found = found with { Png = PngInspection.Describe(path) };
            LabelMap labels = read(path);
            long[] pixels = labels.Counts();
            Dictionary<byte, int> first = [];
            foreach (int id in Enumerable.Range(allowed, LabelMap.Ignore - allowed).Where(id => pixels[id] > 0))
            {
                first[(byte)id] = labels.Pixels.IndexOf((byte)id);
            }

            found = found with { Pixels = pixels, First = first };

            // An image that cannot be read says nothing against its label, which still counts.
            ImageHeader header = new(labels.Width, labels.Height, 1, 8);
            string? unreadable = image is null ? null : Unreadable.FaultOf(() => header = RgbImageFile.ReadHeader(image))
                ?? (header.Bits == 16 ? Unreadable.FaultOf(() => RgbImageFile.Read(image)) : null);
            string? mismatch = (header.Width, header.Height) == (labels.Width, labels.Height)
                ? null
                : $"{path}: {labels.Width} x {labels.Height} pixels, but {image} has {header.Width} x {header.Height}. "
                    + header.WayOutFor(labels.Width, labels.Height);
            found = found with { Fault = unreadable, Mismatch = mismatch?.TrimEnd(), Header = header };
        });
        return fault is null ? found : found with { Fault = fault };
    }

    private static List<ForeignLabel> Foreign(Findings[] found, IReadOnlyList<LabelFile> labels, int allowed)
    {
        List<ForeignLabel> foreign = [];
        for (int id = allowed; id < LabelMap.Ignore; id++)
        {
            int[] holders = [.. Enumerable.Range(0, found.Length).Where(i => found[i].First.ContainsKey((byte)id))];
            if (holders.Length > 0)
            {
                int at = found[holders[0]].First[(byte)id];
                int width = found[holders[0]].Png!.Width;
                foreign.Add(
                    new ForeignLabel((byte)id, holders.Sum(i => found[i].Pixels![id]), holders.Length, labels[holders[0]].Path, at % width, at / width));
            }
        }

        return foreign;
    }

    private static bool HasColors(PngDescription png, ClassSet classes) => classes.Classes.All(c => c.Id < png.Palette.Count && png.Palette[c.Id] == c.Color);

    private readonly record struct Findings(
        PngDescription? Png, long[]? Pixels, Dictionary<byte, int> First, string? Fault, string? Mismatch, ImageHeader? Header = null);
}

/// <summary>A label PNG that is looked at, and the image that it belongs to; null where that is not known.</summary>
internal readonly record struct LabelFile(string Path, string? Image);
