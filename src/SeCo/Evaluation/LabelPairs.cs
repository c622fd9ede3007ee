namespace SeCo.Evaluation;

/// <summary>Finds which prediction belongs to which ground truth.</summary>
public static class LabelPairs
{
    private const string CityscapesTrainIds = "_gtFine_labelTrainIds";

    private static readonly string[] Suffixes = ["_leftImg8bit", CityscapesTrainIds, "_gtFine_labelIds"];

    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase) { ".png" };

    /// <summary>Pairs the label PNGs of two folders: by their path below the folder without ending, else by a file name that is unique in both.</summary>
    /// <remarks>
    /// The endings with which Cityscapes tells images from labels (<c>_leftImg8bit</c>, <c>_gtFine_labelTrainIds</c>, <c>_gtFine_labelIds</c>) do not count;
    /// where a truth folder holds <c>…_gtFine_labelTrainIds.png</c>, only those are its labels. Predictions without ground truth are left out.
    /// Letters with marks in one piece and in two are the same.
    /// </remarks>
    /// <param name="predictions">The folder of the predictions.</param>
    /// <param name="truth">The folder of the ground truth.</param>
    /// <param name="allowMissing">Whether ground truth without a prediction is left out instead of being an error.</param>
    /// <param name="leftOut">Told what lies in the folders and is in no pair, in words.</param>
    /// <returns>The pairs in ordinal order of their names.</returns>
    /// <exception cref="DatasetException">A missing folder, missing or ambiguous predictions, or no pair at all; all faults together.</exception>
    public static IReadOnlyList<LabelPair> Match(
        string predictions, string truth, bool allowMissing = false, ICollection<string>? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(truth);
        List<string> faults = [];
        List<string> notes = [];
        SortedDictionary<string, string> truths = Find(truth, faults, notes);
        SortedDictionary<string, string> answers = Find(predictions, faults, notes);
        DatasetException.ThrowIfAny($"{predictions} cannot be compared with {truth}.", faults); // what follows from a missing folder says nothing more
        ILookup<string, string> answersByKey = answers.Keys.ToLookup(NormalForm.Of, StringComparer.Ordinal);
        ILookup<string, string> answersByFile = answers.Keys.ToLookup(FileName, StringComparer.Ordinal);
        ILookup<string, string> truthsByFile = truths.Keys.ToLookup(FileName, StringComparer.Ordinal);
        List<LabelPair> pairs = [];
        foreach ((string name, string path) in truths)
        {
            string file = FileName(name);
            string[] candidates = [.. answersByFile[file]], alike = [.. answersByKey[NormalForm.Of(name)]];
            if (answers.TryGetValue(name, out string? exact) || (alike.Length == 1 && !truths.ContainsKey(alike[0])))
            {
                pairs.Add(new LabelPair(name, exact ?? answers[alike[0]], path));
            }
            else if (candidates.Length == 1 && truthsByFile[file].Count() == 1)
            {
                pairs.Add(new LabelPair(name, answers[candidates[0]], path));
            }
            else if (candidates.Length > 0)
            {
                faults.Add($"{path}: several files are called {file} ({string.Join(", ", candidates.Concat(truthsByFile[file]))}); "
                    + "put predictions under the same folders as the ground truth.");
            }
            else if (!allowMissing)
            {
                faults.Add($"{path}: no prediction {name}.png below {predictions}.");
            }
        }

        if (faults.Count == 0 && pairs.Count == 0)
        {
            faults.AddRange(["no prediction belongs to any ground truth.", .. notes]);
        }

        HashSet<string> used = [.. pairs.Select(p => p.PredictionPath)], measured = [.. pairs.Select(p => p.TruthPath)];
        Note(answers, used, "predictions have no ground truth");
        Note(truths, measured, "ground truths have no prediction");
        notes.ForEach(note => leftOut?.Add(note));
        return faults.Count == 0 ? pairs : throw new DatasetException($"{predictions} cannot be compared with {truth}.", faults);

        void Note(SortedDictionary<string, string> files, HashSet<string> taken, string what)
        {
            string[] rest = [.. files.Values.Where(path => !taken.Contains(path))];
            notes.AddRange(rest.Length == 0 ? [] : [$"{rest.Length} {what} and are left out, as {rest[0]}."]);
        }
    }

    private static SortedDictionary<string, string> Find(string folder, List<string> faults, List<string> notes)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            faults.Add(File.Exists(folder) ? $"{folder}: is a file, expected the folder of label PNGs." : $"{folder}: no such folder.");
            return found;
        }

        List<string> others = [];
        List<(string Name, string Path)> files = ImageFolder.Find(folder, Endings, followLinks: !RunNames.IsOfRun(folder), faults, others);
        notes.AddRange(ImageFolder.Describe(folder, Endings, others));
        bool cityscapes = files.Exists(f => f.Name.EndsWith(CityscapesTrainIds, StringComparison.Ordinal));
        foreach ((string name, string path) in files.Where(f => !cityscapes || f.Name.EndsWith(CityscapesTrainIds, StringComparison.Ordinal)))
        {
            string suffix = Suffixes.FirstOrDefault(s => name.EndsWith(s, StringComparison.Ordinal)) ?? string.Empty;
            if (!found.TryAdd(name[..^suffix.Length], path))
            {
                faults.Add($"{path}: names the same image as {found[name[..^suffix.Length]]}.");
            }
        }

        return found;
    }

    private static string FileName(string name) => NormalForm.Of(name[(name.LastIndexOf('/') + 1)..]);
}
