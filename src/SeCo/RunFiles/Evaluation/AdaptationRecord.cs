using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>What adaptation was worth.</summary>
public sealed record AdaptationRecord
{
    /// <summary>Images that were learnt from with labels.</summary>
    public required int Labelled { get; init; }

    /// <summary>Images that were learnt from without.</summary>
    public required int Unlabelled { get; init; }

    /// <summary>Images that were held out to choose the epoch by.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Where models were measured: <c>validation</c> or <c>dataset</c>; null without truth.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? MeasuredOn { get; init; }

    /// <summary>The models, in order.</summary>
    public IReadOnlyList<ModelRecord> Models { get; init => field = value ?? []; } = [];
}
