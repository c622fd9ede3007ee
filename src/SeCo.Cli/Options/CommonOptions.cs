using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace SeCo.Cli;

/// <summary>The options that several commands share, each defined once, and short ways to define others.</summary>
internal static class CommonOptions
{
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no tables; errors only.", Recursive = true };

    public static Option<bool> Json { get; } = Flag("--json", "Print the result as JSON on standard output instead of tables.");

    public static Argument<string?> Configuration { get; } = new("config")
    {
        Description = "YAML file with the settings; without it, the defaults and --set decide.",
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { RefuseOptions },
    };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "One setting, as in --set correction.noise.noise_threshold=0.5; may be given many times and wins over the file.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { context => ConfigurationSchema.Complete(context.WordToComplete).Select(text => new CompletionItem(text)) },
    };

    public static Option<string> RunFolder { get; } = Out("The run folder. A killed run goes on where it was when the same command is given again.");

    public static Option<bool> Verify { get; } = Flag(
        "--verify", "Read every file of finished stages and every input again, compare them with what was written, and make exactly the damaged parts anew.");

    public static Option<string?> Device { get; } = Optional<string?>(
        "--device",
        "Where networks run: cpu, cuda, cuda:1, or auto, which is the default. In a run, short for --set device=…. A GPU that is asked for and missing is "
            + "an error.",
        "DEVICE");

    public static Option<int> Threads { get; } = Optional<int>("--threads", "Processor threads; 0, the default, is one for each core.", "N");

    public static Option<string?> Shard { get; } = Optional<string?>(
        "--shard",
        "Do one share of the images only, as in 2/8; every share can run on another machine with the same --out folder. auto reads it off the job array of "
            + "Slurm, srun, Open MPI, torchrun or an indexed job of Kubernetes (auto/8, or SECO_SHARDS=8, where that says no number).",
        "I/N|auto");

    public static Option<int?> Merge { get; } = Optional<int?>("--merge", "After all N shares have run: put them together.", "N");

    public static Option<string?> Classes { get; } =
        new("--classes") { Description = ClassSets, HelpName = "SET", CompletionSources = { ClassSet.Names.ToArray() } };

    public static Option<string> RequiredClasses { get; } = Required("--classes", ClassSets, "SET");

    private const string ClassSets = "Class set: a name such as cityscapes19 or camvid11, or a YAML file.";

    /// <summary>A command that takes options, arguments and further commands, and does its work with what is given.</summary>
    public static Command Command(string name, string description, IEnumerable<Symbol> takes, Func<ParseResult, CancellationToken, Task<int>> work)
    {
        Command command = new(name, description);
        takes.OfType<Option>().ToList().ForEach(command.Add);
        takes.OfType<Argument>().ToList().ForEach(command.Add);
        takes.OfType<Command>().ToList().ForEach(command.Add);
        command.SetAction(work);
        return command;
    }

    public static Command Command(string name, string description, IEnumerable<Symbol> takes, Func<ParseResult, CancellationToken, int> work) =>
        Command(name, description, takes, (parsed, cancellationToken) => Task.Run(() => work(parsed, cancellationToken), cancellationToken));

    public static Option<string> Out(string description, string help = "DIR") =>
        new("--out", "-o") { Description = description, HelpName = help, Required = true };

    public static Option<string> Required(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, Required = true };

    public static Option<T> Optional<T>(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    public static Option<T> WithDefault<T>(string name, T value, string description, string? help = null) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => value };

    /// <summary>An option with a number and its default. A comma is no thousands separator: 0,5 would be 5.</summary>
    public static Option<double> Real(string name, double value, string description, string help) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => value, CustomParser = Number };

    /// <summary>An option with a number, or without one.</summary>
    public static Option<double?> RealOrNone(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, CustomParser = argument => Number(argument) };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Argument<string> Argument(string name, string description, string? help = null) =>
        new(name) { Description = description, HelpName = help, Validators = { RefuseOptions } };

    /// <summary>The value that a word of an option stands for.</summary>
    public static T OneOf<T>(string option, string word, params (string Word, T Value)[] known)
    {
        int at = Array.FindIndex(known, k => k.Word == word);
        return at >= 0 ? known[at].Value : throw new UsageException($"{option} {word}: expected {Words(known)}.");
    }

    /// <summary>The words of an option, as <c>json, sa1b or png</c>.</summary>
    public static string Words<T>((string Word, T)[] known) => $"{string.Join(", ", known[..^1].Select(k => k.Word))} or {known[^1].Word}";

    public static int ThreadsOf(ParseResult parsed) => parsed.GetValue(Threads) switch
    {
        0 => Environment.ProcessorCount,
        > 0 and <= 1024 and int threads => threads,
        int threads => throw new UsageException($"--threads {threads}: expected 0 (all cores) to 1024."),
    };

    public static Torch.Device DeviceOf(ParseResult parsed) => UsageException.Read(() => Torch.Device.Parse(parsed.GetValue(Device) ?? "auto"), "--device");

    /// <summary>A misspelt option must not pass for a file's name.</summary>
    public static void RefuseOptions(ArgumentResult argument)
    {
        foreach (Token token in argument.Tokens.Where(t => t.Value.StartsWith('-')))
        {
            argument.AddError($"There is no option '{token.Value}'. (A file of this name is given as ./{token.Value}.)");
        }
    }

    private static double Number(ArgumentResult argument)
    {
        string text = argument.Tokens.Count > 0 ? argument.Tokens[^1].Value : string.Empty;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            argument.AddError(
                $"Cannot parse argument '{text}' for option '{(argument.Parent as OptionResult)?.Option.Name}'; expected a number, with a point.");
        }

        return value;
    }
}
