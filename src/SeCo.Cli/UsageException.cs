namespace SeCo.Cli;

/// <summary>The command was called in a way that cannot be meant.</summary>
/// <param name="message">What was found, what is expected.</param>
internal sealed class UsageException(string message) : Exception(message);
