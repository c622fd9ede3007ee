using System.CommandLine;
using SeCo.Adaptation;
using SeCo.Cli.Rendering;
using SeCo.Configuration;
using SeCo.Pipeline;

namespace SeCo.Cli.Commands;

/// <summary>What the commands that work in a run folder share: settings, folder, log, progress.</summary>
internal sealed class RunSession : IDisposable
{
    private readonly RunLog _log;
    private readonly bool _json;

    private RunSession(ParseResult parsed, RunOptions options, string folder)
    {
        Quiet = parsed.GetValue(CommonOptions.Quiet);
        _json = parsed.GetValue(CommonOptions.Json);
        Output = parsed.InvocationConfiguration.Output;
        Progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, Quiet);
        RunFolder run = new(folder);
        _log = new RunLog(run.Log, Quiet ? null : parsed.InvocationConfiguration.Error, Progress.Clear);
        _log.FileOnly($"started: {parsed.CommandResult.Command.Name}");
        Pipeline = new SeCoPipeline(options, run, _log);
    }

    public SeCoPipeline Pipeline { get; }

    public ProgressDisplay Progress { get; }

    public bool Quiet { get; }

    public TextWriter Output { get; }

    /// <summary>The options that every such command has.</summary>
    public static void AddOptions(Command command)
    {
        command.Add(CommonOptions.Configuration);
        command.Add(CommonOptions.Out);
        command.Add(CommonOptions.Set);
        command.Add(CommonOptions.Device);
    }

    public static RunSession Open(ParseResult parsed) => Open(parsed, Load(parsed), parsed.GetRequiredValue(CommonOptions.Out));

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

    public static RunSession Open(ParseResult parsed, RunOptions options, string folder)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }

        return new RunSession(parsed, options, folder);
    }

    /// <summary>Runs a step of the pipeline; what goes wrong is also in the run's log.</summary>
    public async Task<T> Run<T>(Func<SeCoPipeline, Task<T>> step)
    {
        try
        {
            T result = await step(Pipeline);
            Progress.Clear();
            return result;
        }
        catch (Exception fault)
        {
            Progress.Clear();
            _log.FileOnly(fault is OperationCanceledException ? "cancelled" : $"failed: {fault}");
            throw;
        }
    }

    /// <summary>Prints what a run measured: a table, or JSON.</summary>
    public void Show(RunSummary summary)
    {
        if (_json)
        {
            using Stream stream = new MemoryStream();
            summary.WriteJson(stream);
            stream.Position = 0;
            Output.WriteLine(new StreamReader(stream).ReadToEnd());
        }
        else if (!Quiet)
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

        Output.WriteLine($"Adapted on {adaptation.Labelled} labelled and {adaptation.Unlabelled} unlabelled images; {adaptation.HeldOut} held out to choose the epoch.");
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
