using SeCo.Storage;

namespace SeCo.Tests.Adaptation.Training;

/// <summary>Cancels when so many reports have come; keeps them all.</summary>
internal sealed class StopAfter(int reports) : IProgress<StageProgress>, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public List<StageProgress> Reports { get; } = [];

    public void Report(StageProgress value)
    {
        Reports.Add(value);
        if (Reports.Count == reports)
        {
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}
