using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Storage;

namespace SeCo.Labels;

/// <summary>Turns a folder of labels in another coding, or in colours, into label PNGs of a class set.</summary>
/// <param name="classes">The class set to write.</param>
/// <param name="options">What is read; null: the defaults.</param>
public sealed class LabelConversion(ClassSet classes, LabelConversionOptions? options = null)
{
    private static readonly HashSet<string> Png = new(StringComparer.OrdinalIgnoreCase) { ".png" }, Json = new(StringComparer.OrdinalIgnoreCase) { ".json" };

    private readonly LabelConversionOptions _options = options ?? new LabelConversionOptions();

    /// <summary>Converts every file below a folder; the outputs have the same names below the other folder.</summary>
    /// <param name="input">The folder to read.</param>
    /// <param name="output">The folder to write; existing files are replaced.</param>
    /// <param name="progress">Is told of every file.</param>
    /// <param name="cancellationToken">Ends the conversion between files.</param>
    /// <returns>How many files were written.</returns>
    /// <exception cref="ArgumentException">An unknown map, two classes of one colour where colours are read, or the output inside the input.</exception>
    /// <exception cref="DatasetException">Files that cannot be converted, all together; the others are written.</exception>
    public Task<int> RunAsync(string input, string output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (RealPaths.IsBelow(Path.GetFullPath(output), Path.GetFullPath(input)))
        {
            throw new ArgumentException($"The output {output} lies in the input {input}; give another folder, so that no label is converted twice.", nameof(output));
        }

        Func<string, LabelMap> read = Reader();
        return Task.Run(() => Run(input, output, read, progress, cancellationToken), cancellationToken);
    }

    private int Run(string input, string output, Func<string, LabelMap> read, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(input))
        {
            throw new DatasetException($"{input}: no such folder.");
        }

        List<string> faults = [];
        List<(string Name, string Path)> files =
            ImageFolder.Find(input, Endings, followLinks: true, faults);
        if (_options.Source is LabelConversionSource.Ids)
        {
            files = LabelNames.Choose(files, _options.Map is not null && !_options.Reverse, []);
        }

        if (files.Count == 0)
        {
            faults.Add("no file to convert.");
        }

        if (faults.Count > 0)
        {
            throw new DatasetException($"{input}: cannot be converted.", faults);
        }

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
        return files.Count;
    }

    private HashSet<string> Endings => _options.Source switch
    {
        LabelConversionSource.Colors => [.. ImageFolder.Endings],
        LabelConversionSource.Regions => Json,
        _ => Png,
    };

    private Func<string, LabelMap> ReverseReader()
    {
        if (_options.Source != LabelConversionSource.Ids || _options.Map is null)
        {
            throw new ArgumentException("The way back starts from ids of the class set and needs the coding to end in; give a map, and no other source.");
        }

        byte[] inverse = classes.MapFrom(_options.Map).Inverse(classes.Count);
        return path =>
        {
            LabelMap labels = LabelPng.Read(path);
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
        foreach (ConnectedRegion region in RegionFile.Read(path, classes))
        {
            labels ??= new LabelMap(region.Mask.Width, region.Mask.Height);
            region.Mask.Paint(labels, (byte)region.CategoryId);
        }

        return labels ?? throw new DatasetException($"{path}: has no region, so the size of its image is not known. Take its label PNG instead.");
    }

    private Func<string, LabelMap> Reader()
    {
        if (_options.Reverse)
        {
            return ReverseReader();
        }

        if (_options.Source == LabelConversionSource.Regions)
        {
            return ReadRegions;
        }

        if (_options.Source == LabelConversionSource.Colors)
        {
            return new ColorCoding(classes, _options.IgnoreUnknownColors).Read;
        }

        LabelIdMap? map = _options.Map is null || _options.Map == classes.Name ? null : classes.MapFrom(_options.Map);
        Func<string, LabelMap> read = _options.Source == LabelConversionSource.FirstChannel ? PngInspection.ReadFirstChannel : LabelPng.Read;
        return path =>
        {
            LabelMap labels = read(path);
            map?.Apply(labels.Pixels);
            return labels;
        };
    }
}
