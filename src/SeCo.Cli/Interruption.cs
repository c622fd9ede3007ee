using SeCo.Cli.Interop;

namespace SeCo.Cli;

/// <summary>Turns Ctrl+C into a cancellation, says what is being waited for where that takes long, and ends at once at the second Ctrl+C:
/// files are whole at any moment.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _cancellation.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            new Thread(Wait) { IsBackground = true }.Start(); // of its own: the pool may be busy with what is to be stopped
            _cancellation.Cancel();
        }
        else
        {
            End();
        }
    }

    private void Wait()
    {
        Thread.Sleep(Unnoticed);
        _error.WriteLine(
            $"{Environment.NewLine}seco: stopping when the step in hand is done, in {Patience.TotalSeconds:0} s at the latest; give the signal again to end "
                + "at once.");
        Thread.Sleep(Patience - Unnoticed);
        End();
    }

    private void End()
    {
        _error.WriteLine(CommandLine.Cancelled);
        ProcessEnd.At(ExitCode.Cancelled);
    }
}
