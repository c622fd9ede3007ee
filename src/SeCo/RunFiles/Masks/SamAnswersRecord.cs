using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>Answers to prompts about one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Prompts">The prompts.</param>
/// <param name="Masks">The masks of all prompts.</param>
internal sealed record SamAnswersRecord(SamImageRecord Image, IReadOnlyList<SamPromptRecord> Prompts, IReadOnlyList<SamMaskRecord> Masks);

/// <summary>The image of answers.</summary>
/// <param name="FileName">Its file name.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record SamImageRecord(string FileName, int Width, int Height);

/// <summary>A prompt.</summary>
/// <param name="Box">Its box, x0, y0, x1, y1; null where it has none.</param>
/// <param name="Points">Its points, x, y and 1 on the thing, 0 beside it.</param>
internal sealed record SamPromptRecord(IReadOnlyList<double>? Box, IReadOnlyList<IReadOnlyList<double>> Points);

/// <summary>A mask that answers a prompt.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="Prompt">The number of the prompt.</param>
/// <param name="File">Its picture, beside this file.</param>
/// <param name="Segmentation">The pixels.</param>
/// <param name="Area">The number of pixels.</param>
/// <param name="Bbox">The box around the pixels, from its first to its last column and row.</param>
/// <param name="PredictedIou">The quality that the model predicts.</param>
internal sealed record SamMaskRecord(
    int Id, int Prompt, string File, RunLengthRecord Segmentation, long Area, ImageBox Bbox,
    [property: JsonConverter(typeof(MeasureJson))] double PredictedIou);
