namespace SeCo.RunFiles;

/// <summary>What adaptation was worth.</summary>
/// <param name="Labelled">Images that were learnt from with labels.</param>
/// <param name="Unlabelled">Images that were learnt from without.</param>
/// <param name="HeldOut">Images that were held out to choose the epoch by.</param>
/// <param name="MeasuredOn">Where models were measured: <c>validation</c> or <c>dataset</c>; null without truth.</param>
public sealed record AdaptationRecord(
    int Labelled, int Unlabelled, int HeldOut, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? MeasuredOn = null)
{
    /// <summary>The models, in order.</summary>
    public IReadOnlyList<ModelRecord> Models { get => field ?? []; init; }
}
