namespace SeCo.Cli;

/// <summary>The command was called in a way that cannot be meant.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Reads what the command line gives: an argument or format error becomes one of usage, whose message begins with the option where one is
    /// given.</summary>
    public static T Read<T>(Func<T> read, string? option = null)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw new UsageException(option is null ? MessageOf(fault) : $"{option}: {MessageOf(fault)}");
        }
    }

    /// <summary>Checks options that the command line gives.</summary>
    public static T Check<T>(T options, Action<T> validate) => Read(() =>
    {
        validate(options);
        return options;
    });

    /// <summary>The message of an error, without the name of a parameter in our code.</summary>
    public static string MessageOf(Exception fault) => fault is ArgumentException { ParamName: string name }
        ? fault.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal)
        : fault.Message;
}
