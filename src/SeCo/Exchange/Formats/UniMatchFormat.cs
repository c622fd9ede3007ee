using SeCo.Datasets;
using SeCo.RunFiles;

namespace SeCo.Exchange;

/// <summary>The split of a run as <c>labelled.txt</c> and <c>unlabelled.txt</c>, as UniMatch reads them:
/// image and label, a line each, relative to one root.</summary>
/// <remarks>UniMatch joins the root with what stands before and after the first blank of a line. A run without a split has all images in both lists.</remarks>
internal sealed class UniMatchFormat : ExchangeFormat
{
    public override string Name => "unimatch";

    public override string About => "labelled.txt and unlabelled.txt, with paths relative to one root";

    public override bool HasAnswers => false;

    public override string Export(ExportRequest request, string target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Lists lists = new(request.Source, request.DataRoot ?? request.Source.DatasetRoot);
        string[] labelled = lists.Read(RunNames.LabelledList), unlabelled = lists.Read(RunNames.UnlabelledList);
        string[] blank = [.. labelled.Union(unlabelled).Where(line => line.Count(char.IsWhiteSpace) != 1)];
        if (blank.Length > 0)
        {
            throw new DatasetException(
                $"{target}: these lists separate columns by a blank, so that no path may hold one. Rename the files, or give another --data-root.", blank);
        }

        AtomicFile.WriteAllText(Path.Combine(target, RunNames.LabelledList), string.Concat(labelled.Select(line => line + "\n")));
        AtomicFile.WriteAllText(Path.Combine(target, RunNames.UnlabelledList), string.Concat(unlabelled.Select(line => line + "\n")));
        return $"{labelled.Length} labelled and {unlabelled.Length} unlabelled images: {target}";
    }

    private sealed class Lists(ExportSource run, string root)
    {
        private readonly HashSet<string> _files = [.. run.Regions.Images.Select(i => i.File)];

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
            for (int at = line.IndexOf(' ', StringComparison.Ordinal); at > 0; at = line.IndexOf(' ', at + 1))
            {
                if (_files.Contains(line[..at]))
                {
                    string label = line[(at + 1)..], inRun = Path.Combine(run.Folder, label);
                    return Line(line[..at], File.Exists(inRun) ? inRun : Path.Combine(run.DatasetRoot, label));
                }
            }

            throw new DatasetException($"{place}: found '{line}', which names no image of the run.");
        }

        private string Line(string image, string label) => ListFile.Line(Relative(Path.Combine(run.DatasetRoot, image)), Relative(label));

        private string Relative(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
    }
}
