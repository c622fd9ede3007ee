namespace SeCo.RunFiles;

/// <summary>How well correction told right regions from wrong ones.</summary>
/// <param name="Auroc">AUROC of the noise probability, each region alike.</param>
/// <param name="AurocByArea">The same, each region weighted by its area.</param>
/// <param name="RegionsWithoutTruth">Regions without usable truth, which are not counted below.</param>
/// <param name="All">All regions, by the label they came with.</param>
/// <param name="Clean">Regions found clean.</param>
/// <param name="Corrected">Corrected regions, by their new label.</param>
/// <param name="CorrectedBefore">Corrected regions, by the label they came with.</param>
/// <param name="Rejected">Rejected regions, by the label they came with.</param>
/// <param name="Noisy">Corrected and rejected regions, by the label they came with.</param>
public sealed record FilterRecord(
    double Auroc, double AurocByArea, long RegionsWithoutTruth, RegionGroupRecord All, RegionGroupRecord Clean, RegionGroupRecord Corrected,
    RegionGroupRecord CorrectedBefore, RegionGroupRecord Rejected, RegionGroupRecord Noisy);
