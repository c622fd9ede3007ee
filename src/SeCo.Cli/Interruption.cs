using System.Runtime.InteropServices;
using SeCo.Cli.Interop;

namespace SeCo.Cli;

/// <summary>Says after Ctrl+C what is being waited for, where that takes long, and ends at once at the second Ctrl+C: files are whole at any moment.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(1);
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            _error.WriteLine("seco: cancelled at once. What is finished is kept; the same command goes on from there.");
            ProcessEnd.At(ExitCode.Cancelled);
        }

        _ = Task.Delay(Unnoticed).ContinueWith(
            _ => _error.WriteLine($"{Environment.NewLine}seco: stopping when the step in hand is done, in {CommandLine.Patience.TotalSeconds:0} s at the latest; give the signal again to end at once."), TaskScheduler.Default);
    }
}
