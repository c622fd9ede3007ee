namespace SeCo.Exchange;

/// <summary>How people's answers are read.</summary>
public sealed record ReviewImportOptions
{
    /// <summary>What the answers are; null, the default: found out from the file.</summary>
    public ExchangeFormat? Format { get; init; }

    /// <summary>The share of a region's pixels that must have come back alike for the region to have one answer, in (0.5, 1].</summary>
    public double Agreement { get; init; } = ReviewComparison.DefaultAgreement;
}
