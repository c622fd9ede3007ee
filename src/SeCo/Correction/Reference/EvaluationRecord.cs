using SeCo.Imaging.Rle;

namespace SeCo.Correction.Reference;

/// <summary>What the reference's classifier says about one region, as its <c>evaluate.py</c> writes it.</summary>
public sealed record EvaluationRecord
{
    /// <summary>The file name of the region's image or label.</summary>
    public required string Name { get; init; }

    /// <summary>The largest class probability, in [0, 1].</summary>
    public required double Score { get; init; }

    /// <summary>The predicted class.</summary>
    public required int PredictedId { get; init; }

    /// <summary>The region's own class.</summary>
    public required int PseudoLabelId { get; init; }

    /// <summary>The most frequent ground-truth id inside; 255 where there is no ground truth.</summary>
    public required int TrueId { get; init; }

    /// <summary>The share of pixels with that id, in per cent.</summary>
    public required double Purity { get; init; }

    /// <summary>Cross-entropy of the region's own class, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>The region's pixels.</summary>
    public required RunLengthMask Mask { get; init; }
}
