using Microsoft.Extensions.Logging;

namespace SeCo.Pipeline.Demo;

/// <summary>Says whose line a line is, where runs side by side write into one log.</summary>
internal sealed class NamedLog(string name, ILogger log) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Log(logLevel, eventId, state, exception, (said, fault) => $"{name}: {formatter(said, fault)}");
}
