using System.Text.Json;
using Microsoft.Extensions.Logging;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.RunFiles;
using SeCo.SegmentAnything;
using SeCo.Storage;

namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>The files of answers below a folder: mask files in the form of SA-1B with fields that say what they answer.</summary>
internal sealed class AnswerStore(string folder, string segmenter, ILogger log)
{
    /// <summary>Answers to prompts that one image's file may grow to; then it starts anew with the latest.</summary>
    private const int MostAnswers = 10_000;

    private readonly string _folder = Path.Combine(folder, new Fingerprint().Add(segmenter).ToString()[..16]);

    /// <summary>All masks of an image; null where they are not stored.</summary>
    public IReadOnlyList<SegmentMask>? ReadMasks(StoredImage image) => Read(PathOf(image, "masks"), image)?.ConvertAll(a => a.Mask);

    /// <summary>The stored answers to prompts on an image.</summary>
    public IReadOnlyList<PromptAnswer> ReadAnswers(StoredImage image) => Read(PathOf(image, "prompts"), image) ?? [];

    public void WriteMasks(StoredImage image, IReadOnlyList<SegmentMask> masks) =>
        Write(PathOf(image, "masks"), image, [.. masks.Select(m => new PromptAnswer(new SegmentPrompt(null, []), m))]);

    public void WriteAnswers(StoredImage image, IReadOnlyCollection<PromptAnswer> answers) =>
        Write(PathOf(image, "prompts"), image, [.. answers.Skip(Math.Max(0, answers.Count - MostAnswers))]);

    private string PathOf(StoredImage image, string kind) => Path.Combine(_folder, image.Hash[..2], $"{image.Hash}.{kind}.json");

    private List<PromptAnswer>? Read(string path, StoredImage image)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            AnswerReader reader = new(image);
            List<PromptAnswer> answers = [.. new JsonObjectList(path, "record", MaskRecordJson.List, reader.ReadHeader).Read(reader.ReadAnswer)];
            if (reader.Segmenter != segmenter || reader.ImageHash != image.Hash || reader.Digest != Digest(answers))
            {
                throw new DatasetException($"{path}: its digest does not fit what it holds.");
            }

            return answers;
        }
        catch (DatasetException fault)
        {
            log.LogWarning("A stored answer of the segmenter is damaged and made anew. {Fault}", fault.Message);
            return null;
        }
    }

    private void Write(string path, StoredImage image, IReadOnlyList<PromptAnswer> answers) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
        writer.WriteStartObject();
        MaskRecordJson.WriteImage(writer, new MaskFileImage(0, image.Width, image.Height, image.Name));
        writer.WriteString(AnswerReader.SegmenterField, segmenter);
        writer.WriteString(AnswerReader.HashField, image.Hash);
        writer.WriteString(AnswerReader.DigestField, Digest(answers));
        writer.WriteStartArray(MaskRecordJson.List);
        for (int i = 0; i < answers.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", i);
            MaskRecordJson.WriteFields(writer, RecordOf(answers[i].Mask));
            WritePrompt(writer, answers[i].Prompt);
            writer.WriteEndObject();
            MaskRecordJson.FlushLarge(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    // Scores are read back from the record, whoever wrote it.
    private static MaskRecord RecordOf(SegmentMask mask) => mask.Record is { } record ? record with { PredictedIou = mask.Score } : new MaskRecord
    {
        Segmentation = mask.Mask,
        Area = mask.Mask.Area,
        Bounds = ImageBox.Around(mask.Mask.Bounds),
        PredictedIou = mask.Score,
        PointCoordinates = [],
        StabilityScore = 0,
        CropBox = ImageBox.OfSize(0, 0, mask.Mask.Width, mask.Mask.Height),
    };

    private static void WritePrompt(Utf8JsonWriter writer, SegmentPrompt prompt)
    {
        if (prompt.Box is { } box)
        {
            MaskRecordJson.WriteBox(writer, AnswerReader.BoxField, ImageBox.OfSize(box.X0, box.Y0, box.Width, box.Height));
        }

        if (prompt.Points.Count > 0)
        {
            MaskRecordJson.WritePoints(writer, AnswerReader.PointsField, prompt.Points);
        }
    }

    private static string Digest(IReadOnlyList<PromptAnswer> answers)
    {
        Fingerprint digest = new();
        foreach (PromptAnswer answer in answers)
        {
            digest.Add(answer.Key).Add(answer.Mask.Mask.ToCompressedString()).Add(FormattableString.Invariant($"{answer.Mask.Score:R}"));
        }

        return digest.ToString();
    }
}
