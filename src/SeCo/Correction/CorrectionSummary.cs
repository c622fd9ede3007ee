using SeCo.Correction.Regions;
using SeCo.Labels;

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

    internal static CorrectionSummary Of(RegionTable table)
    {
        long clean = 0, corrected = 0, rejected = 0, reviewed = 0;
        foreach (RegionVerdict verdict in table.Verdicts)
        {
            clean += verdict == RegionVerdict.Clean ? 1 : 0;
            corrected += verdict == RegionVerdict.Corrected ? 1 : 0;
            rejected += verdict == RegionVerdict.Rejected ? 1 : 0;
            reviewed += verdict == RegionVerdict.Reviewed ? 1 : 0;
        }

        return new CorrectionSummary(table.Count, clean, corrected, rejected) { Reviewed = reviewed };
    }
}
