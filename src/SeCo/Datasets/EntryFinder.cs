namespace SeCo.Datasets;

/// <summary>Finds the images of a dataset and the files that belong to each.</summary>
internal sealed class EntryFinder(DatasetOptions options, ClassSet classes, List<string> faults, List<string> leftOut)
{
    private readonly NamedFiles _files = new();
    private readonly RealPaths _links = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly DatasetLayout _layout = options.Layout;
    private readonly string _root = Path.GetFullPath(options.Root);

    /// <summary>The entries, in order; faults go to the list given.</summary>
    public List<ImageEntry> Find()
    {
        string images = Path.Combine(_root, options.Fill(options.Images ?? _layout.Images));
        List<ImageEntry> entries = _layout.IsList ? FromList(images) : FromFolder(images);
        Select(entries);
        if (options.Limit is { } limit && entries.Count > limit)
        {
            entries.RemoveRange(limit, entries.Count - limit);
        }

        if (entries.Count == 0)
        {
            if (faults.Count == 0)
            {
                faults.AddRange([$"{images}: holds no image ({string.Join(", ", ImageFolder.Endings.Order(StringComparer.Ordinal))}).", .. leftOut]);
            }

            return entries;
        }

        AttachTruth(entries);
        PredictionSources given = options.Predictions;
        Attach(entries, given.Labels, ".png", "predictions", (e, path) => e with { PredictionPath = path });
        Attach(entries, given.Confidence, ".png", "confidences", (e, path) => e with { ConfidencePath = path });
        Attach(entries, given.Probabilities, ".npy", "probabilities", (e, path) => e with { ProbabilityPath = path });
        Attach(entries, given.PixelLabels, ".png", "pixel labels", (e, path) => e with { PixelLabelPath = path });
        return entries;
    }

    /// <summary>Leaves the entries that the patterns ask for.</summary>
    private void Select(List<ImageEntry> entries)
    {
        NamePattern[] include = [.. options.Include.Select(p => new NamePattern(p))], exclude = [.. options.Exclude.Select(p => new NamePattern(p))];
        (int found, string? example) = (entries.Count, entries.FirstOrDefault()?.Name);
        entries.RemoveAll(e => (include.Length > 0 && !Array.Exists(include, p => p.Matches(e.Name))) || Array.Exists(exclude, p => p.Matches(e.Name)));
        if (found > 0 && entries.Count == 0)
        {
            faults.Add(
                $"{_root}: none of the {found} images is left by include [{string.Join(", ", options.Include)}] "
                + $"and exclude [{string.Join(", ", options.Exclude)}]. "
                + $"A pattern is for the whole name, as '{example}' is one.");
        }
    }

    private List<ImageEntry> FromFolder(string images)
    {
        List<string> others = [];
        List<(string Name, string Path)> found = [];
        (string Before, string Folder)[] folders = [.. StarredFolder.Each(images)];
        if (folders.Length == 0)
        {
            faults.Add($"{images}: no such folder; the images of split {options.Split} are expected there.");
        }

        foreach ((string before, string folder) in folders)
        {
            if (before.Length > 0 && !options.FollowLinks && !_links.IsInside(folder, _root))
            {
                faults.Add($"{folder}: a link that leads out of {_root}. Allow it with follow_links, or copy the files.");
                continue;
            }

            List<string> own = [];
            found.AddRange(ImageFolder.Find(folder, ImageFolder.Endings, options.FollowLinks, faults, own).Select(f => (before + f.Name, f.Path)));
            others.AddRange(own.Select(file => before + file));
        }

        int answered = others.Count(HasAnswer);
        leftOut.AddRange(ImageFolder.Describe(images, ImageFolder.Endings, others)
            .Select(note => answered > 0 ? $"{note} There are answers of a model for {answered} of them." : note));
        return [.. found.Select(i => new ImageEntry { Name = i.Name, ImagePath = i.Path })];
    }

    private bool HasAnswer(string file)
    {
        PredictionSources given = options.Predictions;
        return new[] { (given.Labels, ".png"), (given.Confidence, ".png"), (given.Probabilities, ".npy"), (given.PixelLabels, ".png") }.Any(answers =>
            !string.IsNullOrEmpty(answers.Item1)
                && File.Exists(Path.Combine(_root, options.Fill(answers.Item1), ImageName.WithoutEnding(file) + answers.Item2)));
    }

    private List<ImageEntry> FromList(string images)
    {
        string list = Path.Combine(_root, options.Fill(options.List ?? "{split}.txt"));
        if (!File.Exists(list))
        {
            faults.Add($"{list}: no such file; the list of split {options.Split} is expected there.");
            return [];
        }

        List<ImageEntry> entries = [];
        Dictionary<string, int> names = new(ImageFolder.SameName);
        foreach (ListLine line in ListFile.Read(list, _root, options.FollowLinks))
        {
            if (!RealPaths.IsBelow(line.ImagePath, Path.GetFullPath(images)))
            {
                faults.Add($"{list}, line {line.Number}: {line.ImagePath} does not lie in the image folder {images}.");
                continue;
            }

            string name = ImageName.WithoutEnding(ImageName.Below(images, line.ImagePath));
            if (!names.TryAdd(name, line.Number))
            {
                faults.Add($"{list}, line {line.Number}: has the same name without ending as line {names[name]} ({name}); outputs are named like this.");
                continue;
            }

            ImageEntry entry = new() { Name = name, ImagePath = line.ImagePath };
            entries.Add(options.ListLabels switch
            {
                ListLabelRole.Truth => entry with
                {
                    TruthPath = line.LabelPath, TruthMap = line.LabelPath is null ? null : classes.MapOf(options.TruthCoding),
                },
                ListLabelRole.Prediction => entry with { PredictionPath = line.LabelPath },
                _ => entry with { PixelLabelPath = line.LabelPath },
            });
        }

        return entries;
    }

    private void AttachTruth(List<ImageEntry> entries)
    {
        if (FolderOf(options.Truth ?? _layout.Truth, options.Truth is null ? null : "ground truth") is not { } folder)
        {
            return;
        }

        for (int i = 0; i < entries.Count; i++)
        {
            string stem = entries[i].Name.EndsWith(_layout.ImageSuffix, StringComparison.Ordinal)
                ? entries[i].Name[..^_layout.ImageSuffix.Length]
                : entries[i].Name;
            (string path, string? coding) =
                _layout.TruthNames.Select(name => (TruthFile(folder, stem, name.Suffix), name.Coding)).FirstOrDefault(file => File.Exists(file.Item1));
            if (path is null)
            {
                faults.Add($"{TruthFile(folder, stem, _layout.TruthNames[^1].Suffix)}: no such file; it should be the ground truth of {entries[i].Name}.");
                continue;
            }

            if (Belongs(path, folder))
            {
                entries[i] = entries[i] with { TruthPath = path, TruthMap = classes.MapOf(options.TruthCoding ?? coding) };
            }
        }
    }

    private void Attach(List<ImageEntry> entries, string? given, string ending, string what, Func<ImageEntry, string, ImageEntry> attach)
    {
        _taken.Clear(); // one folder may serve as truth and as answers
        if (FolderOf(given, what) is not { } folder)
        {
            return;
        }

        for (int i = 0; i < entries.Count; i++)
        {
            string path = _files.FileOf(Path.Combine(folder, entries[i].Name + ending));
            if (!File.Exists(path))
            {
                faults.Add($"{path}: no such file; it should be the {what} of {entries[i].Name}.");
            }
            else if (Belongs(path, folder))
            {
                entries[i] = attach(entries[i], path);
            }
        }
    }

    // Null where there is none, which is a fault where it was asked for by name.
    private string? FolderOf(string? given, string? what)
    {
        string? folder = string.IsNullOrEmpty(given) ? null : Path.Combine(_root, options.Fill(given));
        if (folder is null || StarredFolder.Each(folder).Any())
        {
            return folder;
        }

        if (what is not null)
        {
            faults.Add($"{folder}: no such folder; it is given as the folder of the {what}.");
        }

        return null;
    }

    private string TruthFile(string folder, string stem, string suffix) => _files.FileOf(StarredFolder.FileIn(folder, stem + suffix + ".png"));

    // A fault where it does not. Names that only their form tells apart may find one file.
    private bool Belongs(string path, string folder)
    {
        string? fault = !_taken.Add(path) ? "belongs to two images, whose names differ in the form of their letters only; rename one of them"
            : !options.FollowLinks && !_links.IsInside(path, StarredFolder.Start(folder))
                ? $"a link that leads out of {folder}. Allow it with follow_links, or copy the files"
            : null;
        faults.AddRange(fault is null ? [] : [$"{path}: {fault}."]);
        return fault is null;
    }
}
