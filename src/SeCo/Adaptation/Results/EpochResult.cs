namespace SeCo.Adaptation;

/// <summary>What an epoch came to. A measure is null where there were no images for it.</summary>
/// <param name="Epoch">Epochs done, from 1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean of the loss over the steps since the last result.</param>
/// <param name="PseudoLabelMiou">Mean IoU with the pseudo-labels of the images that are kept out of training, in [0, 1].</param>
/// <param name="Information">Mutual information of image and class on the images kept out of training, in nats.</param>
/// <param name="ValidationMiou">Mean IoU with the truth of the validation images, in [0, 1], over the classes that are there.</param>
public sealed record EpochResult(
    int Epoch, long Step, double Loss, double? PseudoLabelMiou = null, double? Information = null, double? ValidationMiou = null)
{
    /// <summary>IoU of each class on the validation images, in [0, 1], by id; NaN for a class neither true nor predicted. Empty without such images.</summary>
    public IReadOnlyList<double> ValidationIou { get; init; } = [];

    /// <summary>The score that a criterion goes by, larger is better; null where it was not taken, or for <see cref="SelectionCriterion.Last"/>.</summary>
    public double? Score(SelectionCriterion criterion) => criterion switch
    {
        SelectionCriterion.PseudoLabels => PseudoLabelMiou,
        SelectionCriterion.Information => Information,
        SelectionCriterion.ValidationTruth => ValidationMiou,
        _ => null,
    };

    /// <summary>The result as files hold it.</summary>
    internal EpochRecord ToRecord(ClassSet classes) => new(Epoch, Step, Loss, PseudoLabelMiou, Information, ValidationMiou)
    {
        ValidationIou = ValidationIou.Select((iou, c) => KeyValuePair.Create(classes.Classes[c].Name, (double?)iou)).ToDictionary(),
    };

    /// <summary>The result that a file holds.</summary>
    internal static EpochResult Of(EpochRecord record, ClassSet classes) => new(
        record.Epoch, record.Step, record.Loss ?? double.NaN, record.PseudoLabelMiou, record.Information, record.ValidationMiou)
    {
        ValidationIou = record.ValidationIou.Count > 0 ? [.. classes.Classes.Select(c => record.ValidationIou.GetValueOrDefault(c.Name) ?? double.NaN)] : [],
    };
}
