// Reads a run folder: the classes of its labels, and what became of its regions. samples/read_run.py says the same in Python.
//
//   dotnet run samples/read-run.cs -- runs/first
//
// A program of your own writes #:package SeCo@0.1.0 in the place of #:project.
#:project ../src/SeCo/SeCo.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property EnforceCodeStyleInBuild=false
#:property RunAnalyzers=false
using System.Globalization;
using SeCo.Configuration;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Pipeline;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length != 1 || !File.Exists(Path.Combine(args[0], "labels.txt")))
{
    Console.Error.WriteLine("Give the folder of a finished run: dotnet run samples/read-run.cs -- runs/first");
    return 2;
}

string run = args[0];
ClassSet classes = ClassSet.Resolve(OptionsBinder.Load<RunOptions>(Path.Combine(run, "config.yaml"), []).Dataset.Classes);
long[] pixels = new long[256];
SortedDictionary<string, (int Regions, long Area)> verdicts = new(StringComparer.Ordinal);
foreach (string line in File.ReadLines(Path.Combine(run, "labels.txt")))
{
    string label = line.Split(line.Contains('\t') ? '\t' : ' ')[1];
    long[] counts = LabelPng.Read(Path.Combine(run, label)).Counts();
    for (int i = 0; i < pixels.Length; i++)
    {
        pixels[i] += counts[i];
    }

    string regions = Path.Combine(run, "correction", "verdicts", Path.ChangeExtension(Path.GetRelativePath("labels", label), ".json"));
    foreach (ConnectedRegion region in File.Exists(regions) ? RegionFile.Read(regions, classes) : [])
    {
        string verdict = OptionsWriter.NameOf(region.Outcome?.Verdict ?? RegionVerdict.Undecided);
        (int count, long area) = verdicts.GetValueOrDefault(verdict);
        verdicts[verdict] = (count + 1, area + region.Area);
    }
}

long labelled = pixels[..255].Sum();
Console.WriteLine($"labelled: {100.0 * labelled / pixels.Sum():F2} % of the pixels");
for (int c = 0; c < 255; c++)
{
    if (pixels[c] > 0)
    {
        Console.WriteLine($"class {c}: {100.0 * pixels[c] / labelled:F2} %");
    }
}

foreach ((string verdict, (int regions, long area)) in verdicts)
{
    Console.WriteLine($"{verdict}: {regions} regions, {area} pixels");
}

return 0;
