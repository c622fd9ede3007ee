namespace SeCo.RunFiles;

/// <summary>What came of an adaptation: <c>adaptation/summary.json</c>, there when it has finished.</summary>
public sealed record AdaptationSummaryRecord : VersionedFile
{
    /// <summary>The class set's name.</summary>
    public required string ClassSet { get; init; }

    /// <summary>Epochs done.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done.</summary>
    public required long Steps { get; init; }

    /// <summary>Whether it stopped early because no epoch was better for too long.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>Whose weights the files hold: <c>student</c> or <c>teacher</c>.</summary>
    public required string Network { get; init; }

    /// <summary>What chose the best epoch.</summary>
    public required string Criterion { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string ChosenBy { get; init; }

    /// <summary>Images trained on per second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Share of the time that was waited for crops, in [0, 1].</summary>
    public required double WaitShare { get; init; }

    /// <summary>Seconds of training and evaluation.</summary>
    public required double Seconds { get; init; }

    /// <summary>The last epoch.</summary>
    public required EpochRecord Last { get; init; }

    /// <summary>The best epoch.</summary>
    public required EpochRecord Best { get; init; }
}
