using SeCo.Cli.Tests.Fixtures;
using SeCo.Configuration;
using SeCo.Pipeline;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Documents;

/// <summary>
/// Every command of every document is run, document by document, as its reader would: in one folder, in the order of the pages, with the shell.
/// Data, weights and training are small; what cannot be
/// run here is named below with the reason.
/// </summary>
public sealed class ShownCommandsTests
{
    /// <summary>Blocks that are not run, by their first line. Their calls of seco are still parsed.</summary>
    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["dotnet tool install --global SeCo.Cli"] = "the same, from a feed",
        ["dotnet pack src/SeCo.Cli -c Release -o packages"] = "installs for the user; eng/check-packages does it into a folder",
        ["# Cityscapes label ids to train ids; and back, for a benchmark's server"] =
            "needs four data sets; LabelConversionTests and LabelsCommandTests convert such files",
        ["# Potsdam: colours to ids; clutter, red, becomes 255. Vaihingen is the same with its own folder of truth"] =
            "needs the data set; LabelConversionTests converts colours",
        ["seco run street.yaml --out runs/first"] =
            "whether a run over three small images leaves a doubtful region is chance; LabelsReviewTests gives regions out",
        ["seco labels export runs/street --format cvat --limit 200 --out review.zip"] = "the README's: like the two of docs/labels.md",
        ["seco labels import answers.zip --questions review.questions.json --out reviews"] = "needs a person's answers; LabelsReviewTests plays the person",
        ["seco labels import runs/first/review/answers --out runs/first/review/reviews"] = "needs a person's answers; ReviewCommandTests plays the person",
        ["seco labels masks instances.json --out masks"] = "needs another program's masks; LabelsCommandTests has some",
        ["export SECO_LIBTORCH=$(python3 -c \"import torch, os; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))\")"] =
            "needs a PyTorch of 2.10 or later, and its point is a GPU",
    };

    /// <summary>Calls of other programs that a block may make, by their beginning: noted and not made.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["dotnet build SeCo.slnx -c Release"] = ".ci/run",
        ["dotnet test --solution SeCo.slnx -c Release"] = ".ci/run",
        ["dotnet test --project tests/"] = "a part of the line above",
        ["dotnet pack SeCo.slnx -c Release -o artifacts/packages"] = "eng/check-packages, project by project",
        ["dotnet run -c Release --project samples/ScoreRegions -- out"] = "SampleTests",
        ["dotnet run samples/read-run.cs -- runs/first"] = "the same",
        ["dotnet run eng/results.cs -- "] = "trains for hours; docs/results.md has what it gave",
        ["dotnet run -c Release --project benchmarks/SeCo.Benchmarks -- "] = "minutes to hours; docs/performance.md is what it gave",
        ["taskset -c 0 dotnet run -c Release --project benchmarks/SeCo.Benchmarks -- goals adapt"] = "the same",
    };

    [Fact]
    public async Task Every_command_of_every_document_ends_well()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the documents show a Unix shell");
        using ReaderFolder folder = new();
        List<string> faults = [];
        foreach (ShownCommands shown in ShownCommands.Documents.SelectMany(ShownCommands.Of))
        {
            if (NotRun.ContainsKey(shown.Script.Split('\n')[0]))
            {
                faults.AddRange(Unparsable(shown));
                continue;
            }

            string script = string.Join(
                '\n',
                shown.Script.Split('\n').Where(
                    line => !line.StartsWith(".ci/", StringComparison.Ordinal) && !line.StartsWith("eng/", StringComparison.Ordinal)));
            SecoResult result = await folder.Run(script);
            if (result.Code != 0)
            {
                faults.Add($"{shown} ends with {result.Code}:\n{shown.Script}--- error\n{result.Error}");
            }
        }

        faults.AddRange(
            folder.Noted.Where(
                call =>
                    !Elsewhere.Keys.Any(known => call.StartsWith(known, StringComparison.Ordinal))).Select(call =>
                        $"'{call}' is shown, but neither run nor named in {nameof(Elsewhere)}."));
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));

        // Nothing was passed over: as many calls as the documents have lines of them, loops counted once.
        int lines = ShownCommands.Documents.SelectMany(ShownCommands.Of).Where(s => !NotRun.ContainsKey(s.Script.Split('\n')[0])).Sum(s => Calls(s).Count());
        Assert.True(folder.Called.Count >= lines && lines > 15, $"{folder.Called.Count} calls of {lines} lines:\n{string.Join('\n', folder.Called)}");
    }

    [Fact]
    public void What_is_not_run_is_still_shown_somewhere()
    {
        string[] blocks = [.. ShownCommands.Documents.SelectMany(ShownCommands.Of).Select(s => s.Script.Split('\n')[0])];
        Assert.Empty(NotRun.Keys.Except(blocks));
    }

    [Fact]
    public void Every_command_in_the_heads_of_the_example_settings_has_options_and_keys_that_exist()
    {
        List<string> faults = [];
        int calls = 0;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "configs"), "*.yaml").Order(StringComparer.Ordinal))
        {
            string head = string.Join('\n', File.ReadLines(path).TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')));
            ShownCommands shown = new(Path.GetFileName(path), 1, head.Replace("… ", string.Empty, StringComparison.Ordinal) + "\n");
            faults.AddRange(Unparsable(shown));
            foreach (string[] words in Calls(shown).Where(words => words is ["run", ..]))
            {
                calls++;
                string[] settings = [.. words.Zip(words.Skip(1)).Where(pair => pair.First == "--set").Select(pair => pair.Second)];
                // throws on a key or value that does not exist
                OptionsBinder.Load<RunOptions>(Path.Combine(SharedData.RepositoryRoot, words[1]), settings).Validate();
            }
        }

        Assert.Empty(faults);
        Assert.True(calls > 10, $"only {calls} calls were found");
    }

    private static IEnumerable<string> Unparsable(ShownCommands shown) =>
        from words in Calls(shown)
        from fault in CommandLine.Create().Parse(words).Errors
        select $"{shown}: seco {string.Join(' ', words)}: {fault.Message}";

    private static IEnumerable<string[]> Calls(ShownCommands shown) =>
        from line in shown.Script.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        where line.StartsWith("seco ", StringComparison.Ordinal)
        select line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
}
