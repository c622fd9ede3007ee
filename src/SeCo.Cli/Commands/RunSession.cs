using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation;
using SeCo.Adaptation.Distributed;
using SeCo.Onnx;

namespace SeCo.Cli.Commands;

/// <summary>What the commands that work in a run folder share: settings, folder, log, progress.</summary>
internal sealed class RunSession : IDisposable
{
    private readonly RunLog _log;
    private readonly ParseResult _parsed;

    private RunSession(ParseResult parsed, RunOptions options)
    {
        _parsed = parsed;
        Progress = parsed.Progress();
        RunFolder run = FolderOf(parsed, options);
        _log = new RunLog(run.Log, parsed.Quiet ? null : parsed.InvocationConfiguration.Error, Progress.Clear);
        Pipeline = new SeCoPipeline(options, run, _log, Parts());
        _log.FileOnly($"started: {parsed.CommandResult.Command.Name}");
    }

    public SeCoPipeline Pipeline { get; }

    public ProgressDisplay Progress { get; }

    private TextWriter Output => _parsed.Output;

    /// <summary>The options that every such command has, and more of its own.</summary>
    public static IEnumerable<Symbol> Options(params Option[] more) =>
        [CommonOptions.Configuration, CommonOptions.RunFolder, CommonOptions.Set, CommonOptions.Device, CommonOptions.Verify, .. more];

    /// <summary>The settings that a command line gives, file and overrides together; not yet checked.</summary>
    public static RunOptions Load(ParseResult parsed)
    {
        List<string> overrides = [.. parsed.GetValue(CommonOptions.Set) ?? []];
        if (parsed.GetValue(CommonOptions.Device) is string device)
        {
            overrides.Add($"device={device}");
        }

        return OptionsBinder.Load<RunOptions>(parsed.GetValue(CommonOptions.Configuration), overrides);
    }

    /// <summary>Checks settings and opens the run folder.</summary>
    public static RunSession Open(ParseResult parsed, RunOptions? options = null) =>
        new(parsed, UsageException.Check(options ?? Load(parsed), o => o.Validate()));

    /// <summary>Joins the processes that <c>mpirun</c> started with this one, for a command that trains. All but the first only take part in that.</summary>
    /// <returns>Whether this process was one of those, and has done all.</returns>
    public static async Task<bool> FollowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Ranks ranks = Ranks.Join();
        if (ranks.IsFirst)
        {
            return false;
        }

        await SeCoPipeline.FollowAsync(ranks, () =>
        {
            RunOptions options = UsageException.Check(Load(parsed), o => o.Validate());
            return new SeCoPipeline(options, FolderOf(parsed, options), NullLogger.Instance, Parts());
        }, cancellationToken);
        return true;
    }

    private static RunFolder FolderOf(ParseResult parsed, RunOptions options) =>
        new(parsed.GetRequiredValue(CommonOptions.RunFolder), options.Dataset.FollowLinks) { Verifies = parsed.GetValue(CommonOptions.Verify) };

    private static CustomParts Parts() => new() { Engine = new OnnxEngine(), Ranks = Ranks.Current };

    /// <summary>Runs a step of the pipeline; what goes wrong is also in the run's log.</summary>
    public async Task<T> Run<T>(Func<SeCoPipeline, Task<T>> step)
    {
        try
        {
            return await step(Pipeline);
        }
        catch (Exception fault)
        {
            _log.FileOnly(fault is OperationCanceledException ? "cancelled" : $"failed: {fault}");
            throw;
        }
        finally
        {
            Progress.Clear();
        }
    }

    /// <summary>Prints what a run measured: a table, or JSON.</summary>
    public void Show(RunSummary summary)
    {
        if (_parsed.GetValue(CommonOptions.Json))
        {
            _parsed.Print(summary.WriteJson);
        }
        else if (!_parsed.Quiet)
        {
            ShowTables(summary);
            for (int i = 0; i < summary.LaterRounds.Count; i++)
            {
                Output.WriteLine($"Round {i + 2}");
                ShowTables(summary.LaterRounds[i]);
            }

            if (File.Exists(Pipeline.Folder.List))
            {
                Output.WriteLine($"Labels: {Pipeline.Folder.Labels}   List: {Pipeline.Folder.List}");
            }

            if (summary.Adaptation is not null)
            {
                Output.WriteLine($"Model:  {Pipeline.Folder.Adaptation}   Use it: seco predict --weights {Pipeline.Folder.Path} --images DIR --out DIR");
            }

            if (summary.ReportPath is not null)
            {
                Output.WriteLine($"Report: {summary.ReportPath}");
            }
        }
    }

    private void ShowTables(RunSummary summary)
    {
        if (summary.Stages.Count > 0 || summary.Adaptation is null)
        {
            Tables.Write(Output, Tables.Stages(summary));
        }

        if (summary.Filter is not null)
        {
            Tables.Write(Output, Tables.Filter(summary.Filter));
        }

        if (summary.Adaptation is not { } adaptation)
        {
            return;
        }

        Output.WriteLine(
            $"Adapted on {adaptation.Labelled} labelled and {adaptation.Unlabelled} unlabelled images; {adaptation.HeldOut} held out to choose the epoch.");
        if (adaptation.Rows.Count > 0)
        {
            Tables.Write(Output, Tables.Models(adaptation));
        }

        foreach (ModelMeasures chosen in adaptation.Rows.Where(r => r.ChosenBy is not null))
        {
            Output.WriteLine(chosen.ChosenBy == OptionsWriter.NameOf(SelectionCriterion.ValidationTruth)
                ? $"Epoch {chosen.Epoch} was chosen by the truth that it is measured with: its figures are no fair estimate. Those of the last epoch are."
                : $"Epoch {chosen.Epoch} was chosen without any ground truth ({chosen.ChosenBy}, on the images held out).");
        }
    }

    public void Dispose() => _log.Dispose();
}
