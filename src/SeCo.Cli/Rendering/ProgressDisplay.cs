using System.Diagnostics;

namespace SeCo.Cli.Rendering;

/// <summary>Shows how far the stages are, with rate and time left: one line that is rewritten on a terminal, a line now and then elsewhere.</summary>
internal sealed class ProgressDisplay(TextWriter output, bool terminal, bool quiet) : IProgress<StageProgress>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly Stopwatch _sinceStep = new();
    private readonly Stopwatch _sinceLine = new();
    private string _step = string.Empty;
    private long _first;
    private long _last = -1;
    private int _shown;

    /// <summary>A display on the command's error output; a line is rewritten only where that is a terminal.</summary>
    public static ProgressDisplay On(TextWriter error, bool quiet) => new(error, error is StandardWriter && !Console.IsErrorRedirected, quiet);

    public void Report(StageProgress value)
    {
        if (quiet)
        {
            return;
        }

        lock (_lock)
        {
            string step = $"{value.Stage}: {value.Step}";
            bool begins = step != _step;
            if (begins)
            {
                _step = step;
                _first = value.Done;
                _last = -1;
                _sinceStep.Restart();
            }

            bool ends = value.Done >= value.Total;
            if (value.Done < _last || (value.Done == _last && ends))
            {
                return;
            }

            _last = value.Done;
            if (begins || ends || _sinceLine.Elapsed > (terminal ? TerminalInterval : PlainInterval))
            {
                Show(Describe(value, _sinceStep.Elapsed, value.Done - _first), ends);
                _sinceLine.Restart();
            }
        }
    }

    /// <summary>Ends an unfinished line, before something else is written.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (terminal && _shown > 0)
            {
                output.Write('\r' + new string(' ', _shown) + '\r');
                _shown = 0;
            }
        }
    }

    internal static string Describe(StageProgress value, TimeSpan elapsed, long doneHere)
    {
        string text = $"{value.Stage}: {value.Step} {value.Done}/{value.Total}";
        if (doneHere <= 0 || elapsed.TotalSeconds < 0.5)
        {
            return text;
        }

        double rate = doneHere / elapsed.TotalSeconds;
        string left = value.Done >= value.Total
            ? $"in {Duration(elapsed.TotalSeconds)}"
            : $"{Duration((value.Total - value.Done) / rate)} left";
        return $"{text}, {rate:0.0}/s, {left}";
    }

    /// <summary>A time in words.</summary>
    internal static string Duration(double seconds) => TimeSpan.FromSeconds(seconds) is var time && time.TotalHours >= 1
        ? $"{(int)time.TotalHours} h {time.Minutes:00} min"
        : time.TotalMinutes >= 1
            ? $"{time.Minutes} min {time.Seconds:00} s"
            : $"{time.TotalSeconds:0.0} s";

    private void Show(string text, bool ends)
    {
        if (!terminal)
        {
            output.WriteLine(text);
            return;
        }

        output.Write('\r' + text.PadRight(_shown));
        _shown = text.Length;
        if (ends)
        {
            output.WriteLine();
            _shown = 0;
        }
    }
}
