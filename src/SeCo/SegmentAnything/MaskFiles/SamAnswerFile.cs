using System.Text.Json;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.SegmentAnything;

/// <summary>The answers to prompts about one image as JSON: what <c>seco sam predict</c> writes.</summary>
/// <remarks>
/// <c>image</c> {<c>file_name</c>, <c>width</c>, <c>height</c>}; <c>prompts</c>, each with <c>box</c> [x0, y0, x1, y1] and <c>points</c> [[x, y,
/// label]…] where it has them;
/// <c>masks</c>, each with <c>id</c>, <c>prompt</c> (its number), <c>file</c>, <c>segmentation</c>, <c>area</c>, <c>bbox</c> [x, y, w,
/// h] and <c>predicted_iou</c>, as in mask files.
/// </remarks>
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
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
            writer.WriteStartObject();
            writer.WriteStartObject("image");
            writer.WriteString("file_name", imageName);
            writer.WriteNumber("width", width);
            writer.WriteNumber("height", height);
            writer.WriteEndObject();
            WritePrompts(writer, prompts);
            writer.WriteStartArray("masks");
            int id = 0;
            for (int i = 0; i < answers.Count; i++)
            {
                foreach (SamMask mask in answers[i])
                {
                    WriteMask(writer, mask, id, i, fileOf(id));
                    id++;
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void WritePrompts(Utf8JsonWriter writer, IReadOnlyList<SamPrompt> prompts)
    {
        writer.WriteStartArray("prompts");
        foreach (SamPrompt prompt in prompts)
        {
            writer.WriteStartObject();
            if (prompt.Box is { } box)
            {
                WriteNumbers(writer, "box", box.X0, box.Y0, box.X1, box.Y1);
            }

            writer.WriteStartArray("points");
            foreach (SamPoint point in prompt.Points)
            {
                WriteNumbers(writer, null, point.X, point.Y, (int)point.Label);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMask(Utf8JsonWriter writer, SamMask mask, int id, int prompt, string file)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteNumber("prompt", prompt);
        writer.WriteString("file", file);
        RegionFile.WriteMask(writer, mask.Mask);
        writer.WriteNumber("area", mask.Area);
        MaskRecordJson.WriteBox(writer, "bbox", ImageBox.Around(mask.Bounds));
        RegionFile.WriteReal(writer, "predicted_iou", mask.PredictedIou);
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string? name, params ReadOnlySpan<double> values)
    {
        if (name is null)
        {
            writer.WriteStartArray();
        }
        else
        {
            writer.WriteStartArray(name);
        }

        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
