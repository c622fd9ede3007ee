using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>What an epoch of training came to. A measure is null where it was not taken, or is no number.</summary>
public sealed record EpochRecord
{
    /// <summary>Epochs done, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Mean loss of the steps since the epoch before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Loss { get; init; }

    /// <summary>Mean IoU with the pseudo-labels of held-out images, in [0, 1].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? PseudoLabelMiou { get; init; }

    /// <summary>Mutual information of image and class on held-out images, in nats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Information { get; init; }

    /// <summary>Mean IoU on the validation images, in [0, 1].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? ValidationMiou { get; init; }

    /// <summary>The IoU of each class on the validation images, by name; empty without such images.</summary>
    public IReadOnlyDictionary<string, double?> ValidationIou { get; init => field = value ?? Nothing; } = Nothing;

    private static IReadOnlyDictionary<string, double?> Nothing => System.Collections.ObjectModel.ReadOnlyDictionary<string, double?>.Empty;
}
