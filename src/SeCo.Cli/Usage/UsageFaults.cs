using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace SeCo.Cli;

/// <summary>What is wrong with a command line, in words: a misspelt verb or option is named with the one that was probably meant.</summary>
internal static partial class UsageFaults
{
    /// <summary>The faults; misspelt words stand for all that follows from them.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed) => parsed.Errors.Count > 0 ? Unparsed(parsed) : EmptyValues(parsed);

    /// <summary>Where to read how the command is called.</summary>
    public static string HelpFor(ParseResult parsed) => $"See: seco {(NameOf(parsed.CommandResult.Command) + " --help").TrimStart()}";

    // What an unset variable of a script leaves behind: as a path it would mean this folder.
    private static List<string> EmptyValues(ParseResult parsed) =>
        [
            .. parsed.CommandResult.Children.OfType<ArgumentResult>().Where(a => a.Tokens.Any(t => t.Value.Length == 0))
                .Select(a => $"<{a.Argument.Name}> is empty, expected a value."),
            .. parsed.CommandResult.Children.OfType<OptionResult>().Where(o => !o.Implicit && o.Tokens.Any(t => t.Value.Length == 0))
                .Select(o => $"{o.Option.Name} is empty, expected {Value(o.Option)}."),
        ];

    private static string Value(Option option) => option.HelpName is { Length: > 0 } name ? $"a value ({name})" : "a value";

    private static IReadOnlyList<string> Unparsed(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] words = [.. parsed.UnmatchedTokens];
        if (words.Length > 0 && command.Subcommands.Count > 0 && !words[0].StartsWith('-'))
        {
            return [$"There is no command '{words[0]}'{Of(command)}. {Suggestion.WithAll(words[0], command.Subcommands.Select(c => c.Name))}"];
        }

        if (words.Length == 0 && command.Subcommands.Count > 0 && command.Action is null)
        {
            return
            [
                $"A command is missing{Of(command)}. There is: {string.Join(", ", command.Subcommands.Select(c => c.Name).Order(StringComparer.Ordinal))}.",
            ];
        }

        string[] misspelt = [.. words.Where(word => word.StartsWith("--", StringComparison.Ordinal))];
        string[] known =
        [
            .. command.Options.Concat(command.Parents.OfType<Command>().SelectMany(c => c.Options.Where(o => o.Recursive))).Where(o => !o.Hidden)
                .Select(o => o.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal)),
        ];
        return misspelt.Length > 0
            ? [.. misspelt.Select(word => $"There is no option '{word}'{Of(command)}. {Meant(word, known)}")]
            : [.. parsed.Errors.Select(fault => ExpectedType().Replace(fault.Message, type => $"; expected {InWords(type.Groups[1].Value)}"))];
    }

    [GeneratedRegex(@" as expected type '[^']*System\.(\w+)[^']*'")]
    private static partial Regex ExpectedType();

    private static string InWords(string type) => type switch
    {
        nameof(UInt64) or nameof(UInt32) => "a whole number from 0",
        nameof(Int32) or nameof(Int64) => "a whole number",
        nameof(Single) or nameof(Double) => "a number, with a point",
        nameof(Boolean) => "true or false",
        _ => "another kind of value",
    };

    private static string Meant(string word, string[] known) =>
        known.FirstOrDefault(name => word.StartsWith(name, StringComparison.Ordinal)) is string start
            ? $"Did you mean '{start}'?"
            : Suggestion.For(word, known);

    private static string Of(Command command) => command is RootCommand ? string.Empty : $" of seco {NameOf(command)}";

    /// <summary>The words of a command, such as <c>labels convert</c>.</summary>
    public static string NameOf(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Append(command).Where(c => c is not RootCommand).Select(c => c.Name));
}
