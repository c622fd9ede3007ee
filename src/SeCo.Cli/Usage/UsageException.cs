namespace SeCo.Cli;

/// <summary>The command was called in a way that cannot be meant.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Reads what the command line gives.</summary>
    /// <param name="read">Throws an argument or format error where the text cannot be used.</param>
    /// <param name="option">The option that the message begins with; none where the message names the value itself.</param>
    /// <exception cref="UsageException">The text cannot be used.</exception>
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
    /// <exception cref="UsageException">Values are out of range.</exception>
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
