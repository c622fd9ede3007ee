using System.Collections.ObjectModel;

namespace SeCo.RunFiles;

/// <summary>What an epoch of training came to. A measure is null where it was not taken, or is no number.</summary>
/// <param name="Epoch">Epochs done, from 1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean loss of the steps since the epoch before.</param>
/// <param name="PseudoLabelMiou">Mean IoU with the pseudo-labels of held-out images, in [0, 1].</param>
/// <param name="Information">Mutual information of image and class on held-out images, in nats.</param>
/// <param name="ValidationMiou">Mean IoU on the validation images, in [0, 1].</param>
public sealed record EpochRecord(
    int Epoch,
    long Step,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Loss = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? PseudoLabelMiou = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Information = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? ValidationMiou = null)
{
    /// <summary>The IoU of each class on the validation images, by name; empty without such images.</summary>
    public IReadOnlyDictionary<string, double?> ValidationIou { get => field ?? ReadOnlyDictionary<string, double?>.Empty; init; }
}
