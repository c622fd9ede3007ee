namespace SeCo.Exchange;

/// <summary>What people did.</summary>
/// <param name="Images">Images with an answer.</param>
/// <param name="Unanswered">Images that were asked about and are not among the answers.</param>
/// <param name="Confirmed">Regions that kept their class.</param>
/// <param name="Relabelled">Regions that were given another class.</param>
/// <param name="Rejected">Regions that were deleted.</param>
/// <param name="DrawnPixels">Pixels that were painted or wiped out by hand.</param>
public sealed record ReviewImportSummary(int Images, int Unanswered, long Confirmed, long Relabelled, long Rejected, long DrawnPixels);
