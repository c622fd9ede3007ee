namespace SeCo.Adaptation.Training;

/// <summary>How the result of an epoch is told: curves and log.</summary>
internal static class EvaluationTags
{
    private const double Percent = 100;

    /// <summary>TensorBoard's tags: UniMatch's for measures on truth, in percent as there, and <c>selection/…</c> for the others.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(EpochResult result, ClassSet classes)
    {
        (string Tag, double? Value)[] tags =
        [
            ("eval/mIoU", Percent * result.ValidationMiou),
            .. result.ValidationIou.Select((iou, c) => ($"eval/{classes.Classes[c].Name}_IoU", double.IsNaN(iou) ? null : (double?)(Percent * iou))),
            ("selection/pseudo_label_mIoU", Percent * result.PseudoLabelMiou), ("selection/information", result.Information),
        ];
        return tags.Where(t => t.Value is not null).Select(t => KeyValuePair.Create(t.Tag, t.Value!.Value));
    }

    public static void Tell(ILogger log, EpochResult result, EpochResult best, int epochs)
    {
        if (log.IsEnabled(LogLevel.Information))
        {
            log.LogInformation(
                "adapt: epoch {Epoch} of {Epochs}, loss {Loss:f4}{PseudoLabels}{Information}{Validation}; best is {Best}", result.Epoch, epochs, result.Loss,
                Text(", mIoU with pseudo-labels ", Percent * result.PseudoLabelMiou, "f2"), Text(", information ", result.Information, "f4"),
                Text(", validation mIoU ", Percent * result.ValidationMiou, "f2"), best.Epoch);
        }
    }

    private static string Text(string name, double? value, string format) =>
        value is double number ? name + number.ToString(format, CultureInfo.InvariantCulture) : string.Empty;
}
