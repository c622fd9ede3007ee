namespace SeCo.SegmentAnything;

/// <summary>The answers to prompts about one image as JSON: what <c>seco sam predict</c> writes.</summary>
/// <remarks><c>image</c> {<c>file_name</c>, <c>width</c>, <c>height</c>}; <c>prompts</c>, each with <c>box</c> [x0, y0, x1, y1] and <c>points</c> [[x, y,
/// label]…] where it has them; <c>masks</c>, each with <c>id</c>, <c>prompt</c> (its number), <c>file</c>, <c>segmentation</c>, <c>area</c>, <c>bbox</c>
/// [x, y, w, h] and <c>predicted_iou</c>, as in mask files.</remarks>
public static class SamAnswerFile
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="imageName">The image's file name.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="answers">The masks of each prompt.</param>
    /// <param name="fileOf">The file of the mask with a number, counted over all prompts.</param>
    public static void Write(
        string path, string imageName, int width, int height, IReadOnlyList<SamPrompt> prompts,
        IReadOnlyList<IReadOnlyList<SamMask>> answers, Func<int, string> fileOf) =>
        RunFileKinds.SamAnswers.Write(path, new SamAnswersRecord(
            new SamImageRecord(imageName, width, height),
            [.. prompts.Select(RecordOf)],
            [.. answers.SelectMany((masks, prompt) => masks.Select(mask => (mask, prompt))).Select((answer, id) => new SamMaskRecord(
                id, answer.prompt, fileOf(id), RunLengthRecord.Of(answer.mask.Mask), answer.mask.Area, ImageBox.Around(answer.mask.Bounds),
                answer.mask.PredictedIou))]));

    private static SamPromptRecord RecordOf(SamPrompt prompt) => new(
        prompt.Box is { } box ? [box.X0, box.Y0, box.X1, box.Y1] : null,
        [.. prompt.Points.Select((point, i) => (IReadOnlyList<double>)[point.X, point.Y, (double)prompt.LabelOf(i)])]);
}
