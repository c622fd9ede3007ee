namespace SeCo.Correction;

/// <summary>What correction did, in numbers.</summary>
/// <param name="Regions">All regions.</param>
/// <param name="Clean">Regions that keep their class.</param>
/// <param name="Corrected">Regions that take the predicted class.</param>
/// <param name="Rejected">Regions that lose their label.</param>
public sealed record CorrectionSummary(long Regions, long Clean, long Corrected, long Rejected)
{
    /// <summary>Regions that a person has decided about.</summary>
    public long Reviewed { get; init; }
}
