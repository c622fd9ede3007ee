using Microsoft.Extensions.Logging;

namespace SeCo.Cli.Commands;

/// <summary>Writes what happens in a run to its <c>run.log</c>, with times, and what people should know to the terminal too.</summary>
internal sealed class RunLog(string path, TextWriter? terminal, Action beforeTerminal) : ILogger, IDisposable
{
    private readonly Lock _lock = new();

    // With the first line: a command that is refused leaves no folder behind.
    private readonly Lazy<StreamWriter> _file = new(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    });

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string text = formatter(state, exception);
        FileOnly(logLevel >= LogLevel.Warning ? $"{logLevel}: {text}" : text);
        lock (_lock)
        {
            beforeTerminal();
            terminal?.WriteLine(logLevel >= LogLevel.Warning ? $"seco: {text}" : text);
        }
    }

    public void FileOnly(string text)
    {
        lock (_lock)
        {
            _file.Value.WriteLine($"{DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)} {text}");
        }
    }

    public void Dispose()
    {
        if (_file.IsValueCreated)
        {
            _file.Value.Dispose();
        }
    }
}
