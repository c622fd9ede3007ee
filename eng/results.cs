// Makes the tables of docs/results.md that compare label sets by the model that is trained on them: one row a label set, several seeds of training each.
//
//   dotnet run eng/results.cs -- --seco PATH/SeCo.Cli --data CAMVID --weights espnetv2_s_2.0_city_1024x512.pth --masks CAMVID_MASKS/rough/train --out DIR
//
// That is the paper's regime (configs/camvid-paper-regime.yaml); without --masks it is the honest one (configs/camvid-espnetv2.yaml).
// Options: --seeds 1,2,3 (of training; labels are made once), --rows "NAME;NAME", --jobs 1 (runs at once), --threads 0, --dusk no (leaves out the frames of
// sequence 0001TP). A run that is finished is not repeated, a killed one goes on; so the same command completes a table. Hours on two cores.
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property EnforceCodeStyleInBuild=false
#:property RunAnalyzers=false
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Dictionary<string, string> given = [];
for (int i = 0; i + 1 < args.Length; i += 2)
{
    given[args[i].TrimStart('-')] = args[i + 1];
}

string Option(string name, string? otherwise = null) => given.TryGetValue(name, out string? value) ? value
    : otherwise ?? throw new ArgumentException($"--{name} is missing; the head of this file shows the command.");

string seco = Path.GetFullPath(Option("seco")), data = Path.GetFullPath(Option("data")), weights = Path.GetFullPath(Option("weights"));
string output = Path.GetFullPath(Option("out")), threads = Option("threads", "0");
string? masks = given.TryGetValue("masks", out string? folderOfMasks) ? Path.GetFullPath(folderOfMasks) : null;
int[] seeds = [.. Option("seeds", "1,2,3").Split(',').Select(int.Parse)];
string configuration = Path.GetFullPath(masks is null ? "configs/camvid-espnetv2.yaml" : "configs/camvid-paper-regime.yaml");
string[] settings =
[
    $"dataset.root={data}", $"validation.root={data}", $"model.weights={weights}", $"threads={threads}",
    .. masks is null ? AnswersOf("views") : [.. AnswersOf("answers"), $"aggregation.mask_files.folder={masks}"],
];
const string Cheap = "correction.backbone=descriptors correction.frozen.levels=[] correction.share_exponent=0 correction.noise.rule=keep";
if (output.Contains(' '))
{
    throw new ArgumentException($"--out {output}: a blank in the path; give another folder."); // settings of a row are separated by blanks
}

string plain = string.Join(' ', AnswersOf("answers"));
(string Name, string Stage, string Sets)[] rows = masks is null ?
[
    ("every answer", "pixel labels", $"adaptation.labels=pixel_labels {plain} {Cheap}"),
    ("every answer of six views", "pixel labels", $"adaptation.labels=pixel_labels {Cheap}"),
    ("PSA", "PSA", $"adaptation.labels=aggregation {Cheap}"),
    ("SeCo", "PSA + SCC", string.Empty),
    ("SeCo, not weighed", "PSA + SCC", "adaptation.weigh_regions=false"),
    ("truth", "", $"adaptation.labels=truth {Cheap}"),
] :
[
    ("every answer", "pixel labels", $"adaptation.labels=pixel_labels {Cheap}"),
    ("PSA, surest half", "PSA", $"adaptation.labels=aggregation pixel_labels.policy=class_balanced {Cheap}"),
    ("PSA, surest half by sequence", "PSA", $"adaptation.labels=aggregation pixel_labels.policy=class_balanced pixel_labels.group_by=sequence {Cheap}"),
    ("PSA, every answer", "PSA", $"adaptation.labels=aggregation {Cheap}"),
    ("SeCo, relabelled", "PSA + SCC", string.Empty),
    ("SeCo, relabelled and weighed", "PSA + SCC", "adaptation.weigh_regions=true"),
    ("truth", "", $"adaptation.labels=truth {Cheap}"),
];
string[] wanted = given.TryGetValue("rows", out string? named) ? named.Split(';') : [.. rows.Select(row => row.Name)];
if (wanted.Except(rows.Select(row => row.Name)).FirstOrDefault() is string unknown)
{
    throw new ArgumentException($"There is no row '{unknown}'. Rows: {string.Join(", ", rows.Select(row => row.Name))}.");
}

if (!wanted.All(row => File.Exists(Path.Combine(Folder(row, seeds[0]), "evaluation.json"))))
{
    Predict("answers", $"{data}/images/train");
    if (masks is null)
    {
        Predict("views", $"{data}/images/train", "--flip", "--scales", "0.75,1,1.25");
    }
}

string dusk = CopyOf("labels"), duskImages = CopyOf("images");
bool hasDusk = Option("dusk", "yes") != "no";
if (hasDusk)
{
    Predict("answers-0001TP", duskImages);
}

List<(string Row, int Seed, double[] Scores)> found = [];
Dictionary<string, string> ofLabels = [];
double[] source = [];
ParallelOptions parallel = new() { MaxDegreeOfParallelism = int.Parse(Option("jobs", "1")) };
// The first seed makes the labels; the others learn from copies of them.
foreach (int[] turn in new[] { seeds[..1], seeds[1..] })
{
    var runs = rows.Where(row => wanted.Contains(row.Name)).SelectMany(row => turn.Select(seed => (row.Name, row.Stage, row.Sets, Seed: seed)));
    Parallel.ForEach(runs, parallel, run =>
    {
        string folder = Folder(run.Name, run.Seed);
        if (run.Seed != seeds[0] && !Directory.Exists(folder))
        {
            CopyLabels(Folder(run.Name, seeds[0]), folder);
        }

        string[] sets = [.. settings, .. run.Sets.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"adaptation.seed={run.Seed}"];
        // Labels are measured with the first seed; of the others the training alone is asked for.
        bool isFirst = run.Seed == seeds[0];
        if (!File.Exists(Path.Combine(folder, isFirst ? "evaluation.json" : "adaptation/summary.json")))
        {
            Seco(["run", configuration, "--out", folder, "-q", .. sets.SelectMany(set => new[] { "--set", set })]);
        }

        using JsonDocument training = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "adaptation/summary.json")));
        double[] scores = [100 * training.RootElement.GetProperty("best").GetProperty("validation_miou").GetDouble(), OfDusk(folder)];
        using JsonDocument evaluation = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(run.Name, seeds[0]), "evaluation.json")));
        JsonElement models = evaluation.RootElement.GetProperty("adaptation").GetProperty("models");
        JsonElement labels = run.Stage.Length == 0 ? default
            : evaluation.RootElement.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == run.Stage);
        lock (found)
        {
            if (run.Stage.Length > 0 && isFirst)
            {
                ofLabels[run.Name] = $"{labels.GetProperty("coverage").GetDouble():F3} | {100 * labels.GetProperty("accuracy_strict").GetDouble():F1} / "
                    + $"{100 * labels.GetProperty("miou_strict").GetDouble():F1}";
            }

            source = [Miou(models[0]), double.NaN];
            found.Add((run.Name, run.Seed, scores));
            Console.Error.WriteLine($"{run.Name}, seed {run.Seed}: val {scores[0]:F2}, dusk {scores[1]:F2}");
        }
    });
}

Console.WriteLine($"| learnt from | coverage | labels: accuracy / mIoU, all pixels | val mIoU | 0001TP (dusk) mIoU | val, against every answer |\n"
    + "| --- | --- | --- | --- | --- | --- |");
Console.WriteLine($"| the source itself | | | {source[0]:F1} | {(hasDusk ? Dusk($"{output}/answers-0001TP").ToString("F1") : "")} | |");
foreach ((string name, _, _) in rows.Where(row => found.Any(f => f.Row == row.Name)))
{
    double[] differences =
    [
        .. from own in found.Where(f => f.Row == name)
           join other in found.Where(f => f.Row == rows[0].Name) on own.Seed equals other.Seed
           select own.Scores[0] - other.Scores[0],
    ];
    string against = name == rows[0].Name ? "" : Spread(differences, sign: true);
    Console.WriteLine($"| {name} | {ofLabels.GetValueOrDefault(name, "1.000 | 100 / 100")} | {Spread(Of(name, 0))} | {Spread(Of(name, 1))} | {against} |");
}

Console.WriteLine($"\nmIoU in percent, mean ± standard deviation over {seeds.Length} seeds of training; the last column pairs runs of the same seed.");

double[] Of(string name, int measure) => [.. found.Where(f => f.Row == name).Select(f => f.Scores[measure])];

string[] AnswersOf(string folder) =>
    [$"dataset.predictions.labels={output}/{folder}/labels", $"dataset.predictions.confidence={output}/{folder}/confidence"];

void Predict(string folder, string images, params string[] views) => Seco(["predict", "--model", "espnetv2-s2.0", "--weights", weights, "--images", images,
    "--classes", "camvid11", "--out", $"{output}/{folder}", "--threads", threads, "-q", .. views]);

string Folder(string row, int seed) => Path.Combine(output, $"{row.Replace(", ", "-").Replace(' ', '-')}-{seed}");

double Miou(JsonElement scores) => 100 * scores.GetProperty("miou").GetDouble();

double OfDusk(string folder)
{
    if (!hasDusk)
    {
        return double.NaN;
    }

    string answers = Path.Combine(folder, "dusk");
    Seco("predict", "--weights", folder, "--images", duskImages, "--out", answers, "--threads", threads, "-q");
    return Dusk(answers);
}

double Dusk(string answers)
{
    string file = $"{answers}/scores.json";
    Seco("evaluate", "--predictions", $"{answers}/labels", "--truth", dusk, "--classes", "camvid11", "--json", file, "-q");
    using JsonDocument scores = JsonDocument.Parse(File.ReadAllBytes(file));
    return Miou(scores.RootElement);
}

string CopyOf(string kind)
{
    string folder = Path.Combine(output, $"{kind}-0001TP");
    Directory.CreateDirectory(folder);
    foreach (string file in Directory.GetFiles($"{data}/{kind}/train", "0001TP*"))
    {
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }

    return folder;
}

static void CopyLabels(string from, string to)
{
    foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
    {
        string relative = Path.GetRelativePath(from, file);
        if (relative.StartsWith("adapt", StringComparison.Ordinal) || relative.StartsWith("dusk", StringComparison.Ordinal) || relative == "evaluation.json")
        {
            continue;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, relative))!);
        File.Copy(file, Path.Combine(to, relative));
        File.SetLastWriteTimeUtc(Path.Combine(to, relative), File.GetLastWriteTimeUtc(file));
    }
}

static string Spread(double[] values, bool sign = false)
{
    if (values.Length == 0 || values.Any(double.IsNaN))
    {
        return "";
    }

    double mean = values.Average();
    string text = mean.ToString(sign ? "+0.0;-0.0" : "F1");
    return values.Length == 1 ? text : $"{text} ± {Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)):F1}";
}

void Seco(params string[] arguments)
{
    ProcessStartInfo start = new(seco, arguments) { RedirectStandardOutput = true };
    using Process process = Process.Start(start)!;
    process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        throw new InvalidOperationException($"seco {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
