namespace SeCo.Exchange;

/// <summary>The split of a run as <c>labelled.txt</c> and <c>unlabelled.txt</c>, as UniMatch reads them:
/// image and label, a line each, relative to one root.</summary>
/// <remarks>UniMatch joins the root with what stands before and after the first blank of a line. A run without a split has all images in both lists.</remarks>
internal sealed class UniMatchFormat : ExchangeFormat
{
    public override string Name => "unimatch";

    public override string About => "labelled.txt and unlabelled.txt, with paths relative to one root";

    public override bool HasAnswers => false;

    public override bool IsRead => false;

    public override string Export(ExportRequest request, string target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Lists lists = new(request.Source, request.DataRoot ?? request.Source.DatasetRoot);
        string[] labelled = lists.Read(RunNames.LabelledList), unlabelled = lists.Read(RunNames.UnlabelledList);
        string[] blank = [.. labelled.Union(unlabelled).Where(line => line.Count(char.IsWhiteSpace) != 1)];
        DatasetException.ThrowIfAny(
            $"{target}: these lists separate columns by a blank, so that no path may hold one. Rename the files, or give another --data-root.", blank);
        AtomicFile.WriteAllText(Path.Combine(target, RunNames.LabelledList), string.Concat(labelled.Select(line => line + "\n")));
        AtomicFile.WriteAllText(Path.Combine(target, RunNames.UnlabelledList), string.Concat(unlabelled.Select(line => line + "\n")));
        return $"{labelled.Length} labelled and {unlabelled.Length} unlabelled images: {target}";
    }

    private sealed class Lists(ExportSource run, string root)
    {
        private readonly HashSet<string> _files = [.. run.Regions.Images.Select(i => i.File)];

        // Truth may lie outside the dataset's root, and then only the dataset itself says where.
        private readonly Lazy<HashSet<string>> _truths = new(() => [.. run.OpenDataset().Entries.Select(e => Path.GetFullPath(e.TruthPath ?? e.ImagePath))]);

        // A run that does not adapt has no split: every image has labels to learn from, and is looked at without them too.
        public string[] Read(string name)
        {
            string path = Path.Combine(run.Folder, name);
            return File.Exists(path)
                ? [.. File.ReadLines(path).Select((line, i) => Convert(line, $"{path}, line {i + 1}"))]
                : [.. run.Regions.Images.Select(i => Line(i.File, Path.Combine(run.Folder, "labels", i.Name + ".png")))];
        }

        private string Convert(string line, string place)
        {
            (string image, string label) = ListFile.Divisions(line).FirstOrDefault(d => _files.Contains(d.Image));
            if (image is null)
            {
                throw new DatasetException($"{place}: found '{line}', which names no image of the run.");
            }

            string inRun = Path.Combine(run.Folder, label), given = Path.Combine(run.DatasetRoot, label);
            return ImageName.StaysInside(label) ? Line(image, File.Exists(inRun) ? inRun : given)
                : _truths.Value.Contains(Path.GetFullPath(given)) ? Line(image, given)
                : throw new DatasetException($"{place}: the label '{label}' leaves its folder and is no ground truth of the dataset.");
        }

        private string Line(string image, string label) =>
            ListFile.Line(ImageName.Below(root, Path.Combine(run.DatasetRoot, image)), ImageName.Below(root, label));
    }
}
