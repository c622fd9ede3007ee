using SeCo.Adaptation.Methods;

namespace SeCo.Adaptation.Training;

/// <summary>Refuses input that a setting cannot be trained with, before any work is done.</summary>
internal static class InputChecks
{
    /// <summary>Checks the images and the student's first weights against the settings.</summary>
    /// <exception cref="DatasetException">Faults, all together.</exception>
    public static void Require(AdaptationInput input, StudentSource student, AdaptationOptions options, TrainingMethod method)
    {
        SelectionCriterion criterion = options.Selection.Criterion;
        (bool Holds, string Fault)[] checks =
        [
            .. method.CheckImages(input),
            (options.Setting != AdaptationSetting.SourceFree || student.Weights is not null,
                "setting source_free starts from a model, but no weights are given; give them, or set setting to black_box"),
            (criterion is not (SelectionCriterion.PseudoLabels or SelectionCriterion.Information) || input.HeldOut.Count > 0,
                "the selection criterion needs images that are kept out of training, and there is none; set selection.held_out_images"),
            (criterion != SelectionCriterion.PseudoLabels || input.HeldOut.Count == 0 || input.HeldOut.Any(i => i.LabelPath is not null),
                "selection by pseudo_labels needs held-out images with labels; set selection.criterion to information"),
            (criterion != SelectionCriterion.ValidationTruth || input.Validation.Count > 0,
                "selection by validation_truth needs validation images with truth, and there is none"),
        ];
        string[] faults =
        [
            .. checks.Where(c => !c.Holds).Select(c => c.Fault),
            .. WithoutLabels("labelled", input.Labelled), .. WithoutLabels("source", input.Source), .. WithoutLabels("validation", input.Validation),
        ];
        if (faults.Length > 0)
        {
            throw new DatasetException("adapt: cannot be trained.", faults);
        }
    }

    private static IEnumerable<string> WithoutLabels(string set, IReadOnlyList<TrainingImage> images) =>
        images.Where(i => i.LabelPath is null).Select(i => $"{set} image {i.Name}: has no label file");
}
