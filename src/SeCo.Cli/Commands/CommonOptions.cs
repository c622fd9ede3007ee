using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SeCo.Cli.Commands;

/// <summary>The options that several commands share, each said once.</summary>
internal static class CommonOptions
{
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no tables; errors only.", Recursive = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON on standard output instead of tables." };

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
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string> Out { get; } = new("--out", "-o")
    {
        Description = "The run folder. A killed run goes on where it was when the same command is given again.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<string?> Device { get; } = new("--device")
    {
        Description = "Where the network runs: cpu, cuda, cuda:1, or auto. Short for --set device=…; a GPU that is asked for and missing is an error.",
        HelpName = "DEVICE",
    };

    public static Option<string?> Shard { get; } = new("--shard")
    {
        Description = "Do one share of the images only, as in 2/8; every share can run on another machine with the same --out folder.",
        HelpName = "I/N",
    };

    /// <summary>A misspelt option must not pass for a file's name.</summary>
    public static void RefuseOptions(ArgumentResult argument)
    {
        foreach (Token token in argument.Tokens.Where(t => t.Value.StartsWith('-')))
        {
            argument.AddError($"There is no option '{token.Value}'. (A file of this name is given as ./{token.Value}.)");
        }
    }

    /// <summary>A number with a point: a comma is no thousands separator, that 0,5 would be 5.</summary>
    public static double Real(ArgumentResult argument)
    {
        string text = argument.Tokens.Count > 0 ? argument.Tokens[^1].Value : string.Empty;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            argument.AddError($"Cannot parse argument '{text}' for option '{(argument.Parent as OptionResult)?.Option.Name}'; expected a number, with a point.");
        }

        return value;
    }

    public static Option<int?> Merge { get; } = new("--merge")
    {
        Description = "After all N shares have run: put them together and finish the stage.",
        HelpName = "N",
    };
}
