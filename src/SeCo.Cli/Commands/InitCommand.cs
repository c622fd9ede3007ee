using SeCo.Cli.Setup;
using SeCo.Models;
using SeCo.Pipeline.Jobs;
using SeCo.Prediction;

namespace SeCo.Cli.Commands;

/// <summary><c>seco init</c>: settings for a folder, to start from.</summary>
internal static class InitCommand
{
    private const string SchemaFile = "seco.schema.json";

    private static readonly (string, bool)[] Goals = [("labels", false), ("model", true)];

    public static Command Create()
    {
        Argument<string> folder = CommonOptions.Argument("folder", "A dataset: images, perhaps a model's predictions, weights, truth.", "FOLDER");
        Option<string> output = CommonOptions.WithDefault("--out", "seco.yaml", "The file to write; one that is there is kept.", "FILE");
        Option<string?> layout = CommonOptions.Optional<string?>("--layout", "How the folder is laid out, as cam_vid or folder.", "NAME");
        Option<string?> split = CommonOptions.Optional<string?>("--split", "The split to work on, as train.", "NAME");
        Option<string?> from = CommonOptions.Optional<string?>(
            "--from", "Where predictions come from: a folder of label PNGs below FOLDER, or a file of weights.", "PATH");
        Option<string?> network = CommonOptions.Optional<string?>("--network", "The network of the weights, where their file does not say it.", "NAME");
        Option<string?> goal = CommonOptions.Optional<string?>("--goal", $"What is to come out: {CommonOptions.Words(Goals)}.", "GOAL");
        layout.CompletionSources.Add([.. DatasetLayout.All.Select(l => l.Name)]);
        goal.CompletionSources.Add([.. Goals.Select(g => g.Item1)]);
        network.CompletionSources.Add([.. SegmentationNetworks.All.Select(n => n.Name)]);
        return CommonOptions.Command("init", """
            Look at a folder and write settings for it, with comments, which seco run takes as they are: its layout, classes, predictions or weights.

            Four questions are asked at a terminal, each with what was found as its answer; an option answers one before. Elsewhere nothing is asked.
            Beside the settings lies their schema, by which editors complete and explain keys.

              seco init camvid
              seco init camvid --classes camvid11 --goal model --out camvid.yaml
            """, [folder, output, layout, split, CommonOptions.Classes, from, network, goal], (parsed, _) =>
        {
            (string root, string file) = (parsed.GetValue(folder)!, parsed.GetValue(output)!);
            string schema = Path.Combine(Path.GetDirectoryName(file)!, SchemaFile);
            UsageException? refusal = !Directory.Exists(root) ? new($"{root}: there is no such folder. Name the folder of a dataset.")
                : Path.Exists(file) ? new($"{file}: is there already, and is kept. Name another file with --out.")
                : Path.GetFileName(file).Equals(SchemaFile, StringComparison.OrdinalIgnoreCase) ? new($"{file}: is where the schema of the settings goes. "
                    + "Name another file with --out.")
                : null;
            if (refusal is not null)
            {
                throw refusal;
            }

            Questions questions = new(Console.IsInputRedirected || parsed.Quiet ? null : Console.In, parsed.Output);
            FolderSurvey survey = new(root);
            IReadOnlyList<Dataset> found = survey.Datasets();
            if (found.Count == 0)
            {
                throw new UsageException($"{root}: no images were found in it or in the folders below it. Layouts that are known: docs/layouts.md.");
            }

            string name = parsed.GetValue(layout) ?? questions.Ask(
                "Layout of the folder", found[0].Options.Layout.Name, [.. found.Select(d => d.Options.Layout.Name).Distinct()]);
            Dataset dataset = found.FirstOrDefault(d => d.Options.Layout.Name == name && (parsed.GetValue(split) ?? d.Options.Split) == d.Options.Split)
                ?? throw new UsageException($"{root}: does not fit the layout {name}{(parsed.GetValue(split) is { } s ? $" with a split {s}" : "")}. It fits: "
                    + $"{string.Join(", ", found.Select(d => $"{d.Options.Layout} (split {d.Options.Split})"))}.");
            string classes = parsed.GetValue(CommonOptions.Classes) ?? questions.Ask("Class set, a name or a YAML file", dataset.Options.Classes, []);
            dataset = Dataset.Open(dataset.Options with { Classes = classes });

            IReadOnlyList<PredictionSources> answers = survey.Answers(dataset);
            string[] known = [.. answers.Select(a => (a.Labels ?? a.Probabilities)!), .. survey.Weights()];
            string source = parsed.GetValue(from) ?? (known.Length > 0 ? questions.Ask("Predictions or weights of a model", known[0], known)
                : throw new UsageException($"{root}: neither predictions of its images nor weights of a model were found. Name a file of weights with "
                    + "--from FILE --network NAME, or make predictions with `seco predict` first."));
            PredictionSources? given = answers.FirstOrDefault(a => (a.Labels ?? a.Probabilities) == source)
                ?? (Directory.Exists(Path.Combine(root, source)) ? new PredictionSources { Labels = source } : null);
            ModelOptions? model = given is null ? ModelOf(source, parsed.GetValue(network)) : null;
            bool trains = CommonOptions.OneOf("--goal", parsed.GetValue(goal) ?? questions.Ask(
                "What is to come out, labels or a model trained on them too", "labels", ["labels", "model"]), Goals);

            RunOptions options = ProposedSettings.Of(dataset, given, model, survey.Validation(dataset), trains);
            UsageException.Check(options, o => o.Validate());
            dataset = Dataset.Open(options.Dataset); // what is found for one image may be missing for another
            if (!Path.Exists(schema))
            {
                AtomicFile.WriteAllText(schema, ConfigurationSchema.Text);
            }
            else if (!File.Exists(schema) || File.ReadAllText(schema) != ConfigurationSchema.Text)
            {
                parsed.Note([$"{schema}: is there already and is another one, and is kept. `seco schema config` prints the one of this version."]);
            }

            AtomicFile.WriteAllText(file, Head(root, file, dataset) + OptionsWriter.ToCommentedYaml(options));
            return parsed.Say($"{dataset.Entries.Count} images, layout {dataset.Options.Layout}, split {dataset.Options.Split}, predictions from {source}.\n"
                + $"Settings: {file}   Go on with: seco run {ShellText.Word(file)} --out runs/first");
        });
    }

    private static ModelOptions ModelOf(string weights, string? network)
    {
        if (!Path.Exists(weights))
        {
            throw new UsageException($"--from {weights}: is neither a folder of predictions in the folder nor a file of weights.");
        }

        string? guess = ProposedSettings.NetworkOf(PredictingModel.FileOf(weights), out bool known);
        return known || network is not null ? new ModelOptions { Weights = weights, Network = network ?? guess }
            : throw new UsageException($"{weights}: neither the file nor its name says which network it is for. Name it with --network (docs/networks.md).");
    }

    private static string Head(string root, string file, Dataset dataset) => $"""
        # yaml-language-server: $schema={SchemaFile}
        # Settings for {InLine(root)}, as `seco init` found it: {dataset.Entries.Count} images. Every key that is not here has its default.
        #
        #   seco labels check --config {InLine(ShellText.Word(file))}
        #   seco run {InLine(ShellText.Word(file))} --out runs/first

        """.ReplaceLineEndings("\n");

    // A name may hold what would end the comment.
    private static string InLine(string name) => string.Concat(name.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c));
}
