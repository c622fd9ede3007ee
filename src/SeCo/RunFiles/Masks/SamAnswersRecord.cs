namespace SeCo.RunFiles;

/// <summary>Answers to prompts about one image.</summary>
internal sealed record SamAnswersRecord(SamImageRecord Image, IReadOnlyList<SamPromptRecord> Prompts, IReadOnlyList<SamMaskRecord> Masks);

/// <summary>The image of answers.</summary>
internal sealed record SamImageRecord(string FileName, int Width, int Height);

/// <summary>A prompt: its box, x0, y0, x1, y1, and its points, x, y and 1 on the thing, 0 beside it.</summary>
internal sealed record SamPromptRecord(IReadOnlyList<double>? Box, IReadOnlyList<IReadOnlyList<double>> Points);

/// <summary>A mask that answers a prompt, which is named by its number; its picture lies beside this file.</summary>
internal sealed record SamMaskRecord(
    int Id, int Prompt, string File, RunLengthRecord Segmentation, long Area, ImageBox Bbox,
    [property: JsonConverter(typeof(MeasureJson))] double PredictedIou);
