using SeCo.Cli.Commands;
using SeCo.Cli.Doctor;

namespace SeCo.Cli;

/// <summary>The command <c>seco</c>: finds the verb, runs it, and turns every way to end into an exit code and a readable message.</summary>
internal static class CommandLine
{
    public const string Cancelled = "seco: cancelled. What is finished is kept; the same command goes on from there.";

    private const int LongestLine = 2000;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand root = Create();
        ParseResult parsed = root.Parse(args);
        bool completes = root.Directives.Any(directive => parsed.GetResult(directive) is not null); // a line that is begun is not whole
        if (!completes && UsageFaults.Of(parsed) is { Count: > 0 } faults)
        {
            foreach (string fault in faults)
            {
                await error.WriteLineAsync($"seco: {fault}");
            }

            await error.WriteLineAsync(UsageFaults.HelpFor(parsed));
            return ExitCode.WrongUsage;
        }

        if (ReadBudget.SettingFault is { } setting)
        {
            await error.WriteLineAsync($"seco: {setting}");
            return ExitCode.WrongUsage;
        }

        InvocationConfiguration configuration = new()
        {
            Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception fault)
        {
            (int code, string message) = fault switch
            {
                OperationCanceledException => (ExitCode.Cancelled, Cancelled),
                _ when MemoryFault.Of(fault, UsageFaults.NameOf(parsed.CommandResult.Command)) is { } memory => (ExitCode.Failed, memory),
                _ when IsUsage(fault) => (ExitCode.WrongUsage, $"seco: {Shorten(fault.Message)}"),
                _ when IsExpected(fault) => (ExitCode.Failed, $"seco: {Shorten(Describe(fault))}"),
                _ => (ExitCode.Failed, $"seco: a fault of the program itself, please report it:{Environment.NewLine}{fault}"),
            };
            await error.WriteLineAsync(message);
            return code;
        }
    }

    internal static RootCommand Create()
    {
        RootCommand root = new("""
            SeCo: turn a model's predictions on unlabelled images into connectivity pseudo-labels, train on them, and measure both.

            Try it without any data:   seco demo --out runs/demo
            On your own data:          seco init FOLDER, then seco run seco.yaml --out runs/first
            Does it run here:          seco doctor
            See configs/ for settings to start from; every setting can be given as --set section.key=value.
            """)
        {
            RunCommand.Create(),
            PlanCommand.Create(),
            DemoCommand.Create(),
            PredictCommand.Create(),
            StageCommand.PseudoLabel(),
            StageCommand.Aggregate(),
            StageCommand.Correct(),
            AdaptCommand.Create(),
            EvaluateCommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            ReportCommand.Create(),
            ReviewCommand.Create(),
            CompareCommand.Create(),
            LabelsCommand.Create(),
            SamCommand.Create(),
            ModelCommand.Create(),
            SchemaCommand.Create(),
            InitCommand.Create(),
            CompletionCommand.Create(),
            DoctorCommand.Create(),
        };
        root.Add(CommonOptions.Quiet);
        root.Options.OfType<VersionOption>().Single().Action = new VersionText();
        return root;
    }

    // What is no YAML is no configuration, be it the settings or a class set that they name.
    private static bool IsUsage(Exception fault) =>
        fault is ConfigurationException or UsageException or DatasetException { InnerException: ConfigurationException };

    // A name of a file or a value in it may be as long as the file.
    private static string Shorten(string message) => string.Join('\n', message.Split('\n').Select(
        line => line.Length > LongestLine ? string.Concat(line.AsSpan(0, LongestLine / 2), " … ", line.AsSpan(line.Length - (LongestLine / 2))) : line));

    private static bool IsExpected(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or NotSupportedException or DllNotFoundException
            or TorchException
        || fault is AggregateException { InnerExceptions: var inner } && inner.All(IsExpected);

    private static string Describe(Exception fault) =>
        fault switch
        {
            AggregateException many => string.Join(Environment.NewLine, many.InnerExceptions.Select(Describe)),
            IOException when IsFull(fault) =>
                $"{fault.Message.TrimEnd('.')}. The disk is full: make room and give the same command again, which goes on from here; "
                + "or give a folder on a larger disk as --out.",
            IOException when IsReadOnly(fault) => $"{fault.Message.TrimEnd('.')}. Nothing can be written there: give another folder as --out.",
            UnauthorizedAccessException => $"{fault.Message} Give a folder that you may write to, or change its permissions.",
            _ => UsageException.MessageOf(fault),
        };

    private static bool IsFull(Exception fault) => fault.HResult is 28 or unchecked((int)0x80070070); // ENOSPC, ERROR_DISK_FULL

    private static bool IsReadOnly(Exception fault) => fault.HResult is 30 or unchecked((int)0x80070013); // EROFS, ERROR_WRITE_PROTECT
}
