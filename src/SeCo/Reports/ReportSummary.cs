namespace SeCo.Reports;

/// <summary>What a report shows.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Images">Images shown, those that models were measured on included.</param>
/// <param name="Regions">Regions shown.</param>
/// <param name="Notes">What could not be shown, and why; empty where all could.</param>
public sealed record ReportSummary(string Path, long Bytes, int Images, int Regions, IReadOnlyList<string> Notes);
