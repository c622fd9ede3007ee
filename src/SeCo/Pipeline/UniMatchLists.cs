using SeCo.Datasets;
using SeCo.Exchange;
using SeCo.RunFiles;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>The split of a run as two lists whose paths have one root. UniMatch joins the root with what stands before and after the first blank of a line.</summary>
/// <param name="run">The run folder.</param>
/// <param name="dataset">The root of the run's dataset.</param>
/// <param name="root">The root that paths are relative to.</param>
/// <param name="images">The images of the run.</param>
internal sealed class UniMatchLists(string run, string dataset, string root, IReadOnlyList<ExchangeImage> images)
{
    /// <summary>Writes the lists.</summary>
    /// <exception cref="DatasetException">Names with blanks.</exception>
    public (int Labelled, int Unlabelled) Write(string output)
    {
        string[] labelled = Read(RunNames.LabelledList), unlabelled = Read(RunNames.UnlabelledList);
        string[] blank = [.. labelled.Union(unlabelled).Where(line => line.Count(char.IsWhiteSpace) != 1)];
        if (blank.Length > 0)
        {
            throw new DatasetException($"{output}: these lists separate columns by a blank, so that no path may hold one. Rename the files, or give another --data-root.", blank);
        }

        AtomicFile.WriteAllText(Path.Combine(output, RunNames.LabelledList), string.Concat(labelled.Select(line => line + "\n")));
        AtomicFile.WriteAllText(Path.Combine(output, RunNames.UnlabelledList), string.Concat(unlabelled.Select(line => line + "\n")));
        return (labelled.Length, unlabelled.Length);
    }

    // A run that does not adapt has no split: every image has labels to learn from, and is looked at without them too.
    private string[] Read(string name)
    {
        string path = Path.Combine(run, name);
        Dictionary<string, ExchangeImage> files = images.ToDictionary(i => i.File, StringComparer.Ordinal);
        return File.Exists(path)
            ? [.. File.ReadLines(path).Select((line, i) => Convert(line, files, $"{path}, line {i + 1}"))]
            : [.. images.Select(i => Line(i.File, Path.Combine(run, "labels", i.Name + ".png")))];
    }

    private string Convert(string line, Dictionary<string, ExchangeImage> files, string place)
    {
        for (int at = line.IndexOf(' ', StringComparison.Ordinal); at > 0; at = line.IndexOf(' ', at + 1))
        {
            if (files.ContainsKey(line[..at]))
            {
                string label = line[(at + 1)..], inRun = Path.Combine(run, label);
                return Line(line[..at], File.Exists(inRun) ? inRun : Path.Combine(dataset, label));
            }
        }

        throw new DatasetException($"{place}: found '{line}', which names no image of the run.");
    }

    private string Line(string image, string label) => ListFile.Line(Relative(Path.Combine(dataset, image)), Relative(label));

    private string Relative(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
