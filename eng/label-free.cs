// Tells how well the label-free measures of `seco compare` order runs: their rank correlation (Spearman) with the true mIoU, over runs that have both.
//
//   seco compare RUN RUN … --images 24 --out all.html --json > all.json
//   dotnet run eng/label-free.cs -- all.json
//
// Models are compared with the mIoU of models, labels with that of labels. The table goes to docs/comparing.md.
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property EnforceCodeStyleInBuild=false
#:property RunAnalyzers=false
using System.Globalization;
using System.Text.Json.Nodes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
JsonArray runs = JsonNode.Parse(File.ReadAllText(args[0]))!["runs"]!.AsArray();
Console.WriteLine("| measure | runs | rank correlation with the true mIoU | the true mIoU of its first choice, and the best |\n| --- | --- | --- | --- |");
Row("density of the model", "density", "model_miou", 1);
Row("consistency of the model under views", "consistency", "model_miou", 1);
Row("confidence of the model", "confidence", "model_miou", 1);
Row("drift of the model's classes, less first", "drift", "model_miou", -1);
Row("drift of the labels' classes, less first", "label_drift", "label_miou", -1);

void Row(string name, string measure, string truth, int sign)
{
    (double Measured, double True)[] both =
    [
        .. runs.Where(r => r!["label_free"]![measure] is not null && r[truth] is not null)
            .Select(r => (sign * (double)r!["label_free"]![measure]!, (double)r[truth]!)),
    ];
    if (both.Length < 3)
    {
        return;
    }

    double[] one = Ranks([.. both.Select(b => b.Measured)]), other = Ranks([.. both.Select(b => b.True)]);
    double mean = (both.Length + 1) / 2.0;
    double correlation = one.Zip(other, (a, b) => (a - mean) * (b - mean)).Sum()
        / Math.Sqrt(one.Sum(a => (a - mean) * (a - mean)) * other.Sum(b => (b - mean) * (b - mean)));
    Console.WriteLine($"| {name} | {both.Length} | {correlation:0.00} | {100 * both.MaxBy(b => b.Measured).True:0.0}, {100 * both.Max(b => b.True):0.0} |");
}

static double[] Ranks(double[] values) => [.. values.Select(v => values.Count(o => o > v) + ((values.Count(o => o == v) + 1) / 2.0))];
