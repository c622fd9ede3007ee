namespace SeCo.Exchange;

/// <summary>A folder that a tool for training reads: images and labels in places of its own, and a file that names the classes. What goes out are the final
/// labels, pixel for pixel; colours and kinds of the classes, for which most tools have no place, stand in <c>classes.yaml</c>.</summary>
internal abstract class TrainingFolderFormat : ExchangeFormat
{
    protected const string ClassFile = "classes.yaml";

    public sealed override bool HasAnswers => false;

    /// <summary>Where images lie; <c>{split}</c> stands for the split.</summary>
    protected abstract string Images { get; }

    /// <summary>What becomes of pixels without a label; null where they stay what they are.</summary>
    protected virtual string? Unlabelled => null;

    public sealed override string Export(ExportRequest request, string target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        OutputFolder.RequireApart(target, request.CopyImages ? request.Source.Regions.Images
            .Select(i => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(request.Source.DatasetRoot, i.File)))!).Distinct() : []);
        using IDisposable alone = OutputFolder.Take(target);
        TrainingFolder folder = new(request, target, Images, cancellationToken);
        Write(folder);
        folder.Write(ClassFile, folder.Classes.ToYaml());
        string lost = Unlabelled is { } fate && folder.UnlabelledPixels > 0
            ? $"\n{folder.UnlabelledPixels} pixels without a label {fate}; reading the folder gives them back as pixels without a label." : string.Empty;
        string missing = request.CopyImages ? string.Empty : $"\nThe images are not copied; their place is {folder.PathOf(Images)}.";
        return $"{folder.Count} images with labels: {target}{missing}{lost}";
    }

    /// <summary>Writes labels, and the file that names the classes.</summary>
    protected abstract void Write(TrainingFolder folder);

    /// <summary>The classes of names, with colours and kinds from the folder's own file where it has them.</summary>
    /// <exception cref="DatasetException">No class, too many, or one that is named twice.</exception>
    protected static ClassSet ClassesOf(string folder, string file, IEnumerable<string> names, IReadOnlyList<(byte R, byte G, byte B)>? colors = null)
    {
        ClassSet? kept = KeptClasses(folder);
        try
        {
            string called = kept?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            return new ClassSet(called, [.. names.Select((name, id) => kept?.Find(name) is { } same
                ? same with { Id = id }
                : new SegmentationClass(id, name, colors?[id] ?? ClassColor.OfNumber(id + 1), ClassKind.Stuff))]);
        }
        catch (ArgumentException fault)
        {
            throw new DatasetException($"{file}: {fault.Message}", fault);
        }
    }

    /// <summary>The classes of the folder's own file; null where there is none.</summary>
    protected static ClassSet? KeptClasses(string folder) => Path.Combine(folder, ClassFile) is var file && File.Exists(file) ? ClassSet.Load(file) : null;

    /// <summary>What belongs to splits, with what stands before the names of its images: the split where there are several.</summary>
    protected static IEnumerable<(string Before, T Item)> OfSplits<T>(IEnumerable<(string Split, T Item)> items)
    {
        (string Split, T Item)[] all = [.. items.OrderBy(item => item.Split, StringComparer.Ordinal)];
        bool several = all.DistinctBy(item => item.Split).Count() > 1;
        return all.Select(item => (several && item.Split.Length > 0 ? item.Split + "/" : string.Empty, item.Item));
    }

    /// <summary>The files of a name in a folder and in those of its splits.</summary>
    protected static (string Before, string Path)[] Lists(string folder, string name) =>
    [
        .. OfSplits(Directory.EnumerateDirectories(folder).Select(split => Path.GetFileName(split)).Prepend(string.Empty)
            .Select(split => (split, Path.Combine(folder, split, name))).Where(list => File.Exists(list.Item2))),
    ];

    /// <summary>The files below a folder that has a folder for each split, by the names of their images.</summary>
    /// <inheritdoc cref="FilesBelow"/>
    protected static IEnumerable<(string Name, string Path)> FilesOfSplits(string folder, string ending) =>
        OfSplits(FilesBelow(folder, ending).Select(file => file.Name.Split('/', 2) is [string split, string name]
            ? (split, (Name: name, file.Path)) : (string.Empty, file))).Select(file => (file.Before + file.Item.Name, file.Item.Path));

    /// <summary>The files below a folder by the names of their images.</summary>
    /// <exception cref="DatasetException">There is no file.</exception>
    protected static List<(string Name, string Path)> FilesBelow(string folder, string ending)
    {
        HashSet<string> wanted = new(StringComparer.OrdinalIgnoreCase) { ending };
        List<string> faults = [], leftOut = [];
        List<(string Name, string Path)> files = Directory.Exists(folder) ? ImageFolder.Find(folder, wanted, followLinks: false, faults, leftOut) : [];
        faults.AddRange(files.Count > 0 ? []
            : [$"holds no labels that end in {ending}.", .. ImageFolder.Describe(folder, wanted, leftOut)]);
        DatasetException.ThrowIfAny($"{folder}: the labels cannot be read.", faults);
        return files;
    }

    /// <summary>A file that another file names, which lies in the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file's name there.</param>
    /// <param name="place">Where the name stands, for messages.</param>
    /// <param name="named">The files that were named before.</param>
    /// <exception cref="DatasetException">It is not there, its name leads out of the folder, or it was named before.</exception>
    protected static string FileIn(string folder, string name, string place, HashSet<string> named)
    {
        string path = Path.Combine(folder, ImageName.Checked(name, place));
        return !File.Exists(path) ? throw new DatasetException($"{place}: names '{name}', but there is no file {path}.")
            : named.Add(path) ? path
            : throw new DatasetException($"{place}: names '{name}' once more, expected a file of its own for each image.");
    }
}
