using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>The image that answers belong to, by the hash of its size and pixels; its name, which may be empty, tells people and finds nothing.</summary>
internal sealed record StoredImage(string Hash, string Name, int Width, int Height);

/// <summary>A prompt with its answer; a mask that no prompt asked for has the empty one.</summary>
internal sealed record PromptAnswer(SegmentPrompt Prompt, SegmentMask Mask)
{
    /// <summary>Equal for equal questions.</summary>
    public string Key => KeyOf(Prompt);

    public static string KeyOf(SegmentPrompt prompt)
    {
        return $"{prompt.Box} {Text(prompt.Points)}{(prompt.Outside.Count > 0 ? $" not {Text(prompt.Outside)}" : string.Empty)}";

        static string Text(IReadOnlyList<ImagePoint> points) =>
            string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:R},{p.Y:R}")));
    }
}

/// <summary>The files of answers below a folder: mask files in the form of SA-1B with fields that say what they answer.</summary>
internal sealed class AnswerStore(string folder, string segmenter, ILogger log)
{
    /// <summary>Answers to prompts that one image's file may grow to; then it starts anew with the latest.</summary>
    private const int MostAnswers = 10_000;

    private const string Features = "features";
    private const string Damaged = "A stored answer of the segmenter is damaged and made anew.";

    private static readonly SegmentPrompt Nothing = new(null, []);
    private readonly string _folder = Path.Combine(folder, new Fingerprint().Add(segmenter).ToString()[..16]);

    /// <summary>All masks of an image; null where they are not stored.</summary>
    public IReadOnlyList<SegmentMask>? ReadMasks(StoredImage image) => Read(PathOf(image, "masks"), image)?.ConvertAll(a => a.Mask);

    /// <summary>The stored answers to prompts on an image.</summary>
    public IReadOnlyList<PromptAnswer> ReadAnswers(StoredImage image) => Read(PathOf(image, "prompts"), image) ?? [];

    public void WriteMasks(StoredImage image, IReadOnlyList<SegmentMask> masks) =>
        Write(PathOf(image, "masks"), image, [.. masks.Select(m => new PromptAnswer(Nothing, m))]);

    public void WriteAnswers(StoredImage image, IReadOnlyCollection<PromptAnswer> answers) =>
        Write(PathOf(image, "prompts"), image, [.. answers.TakeLast(MostAnswers)]);

    /// <summary>What the segmenter has seen of an image, <c>[h, w, C]</c> in 16 bits; null where it is not stored.</summary>
    public FeatureMap? ReadFeatures(StoredImage image)
    {
        string path = PathOf(image, Features, "safetensors");
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using SafetensorsFile file = SafetensorsFile.Open(path);
            TensorData map = file.Read(Features);
            bool holds = file.Metadata.GetValueOrDefault("key") == KeyOf(image, map.Bytes.Span) && map.Shape.Length == 3;
            int[] covered = [.. file.Metadata.GetValueOrDefault("covered", string.Empty).Split(' ').Select(n => int.TryParse(n, out int side) ? side : 0)];
            return holds && covered is [> 0, > 0] ? new FeatureMap((int)map.Shape[1], (int)map.Shape[0], map.ToSingles(), covered[0], covered[1])
                : throw new CheckpointException($"{path}: its digest does not fit what it holds.");
        }
        catch (CheckpointException fault)
        {
            log.LogWarning("{Damaged} {Fault}", Damaged, fault.Message);
            return null;
        }
    }

    public void WriteFeatures(StoredImage image, FeatureMap features)
    {
        TensorData map = TensorData.From<Half>([features.Rows, features.Columns, features.Channels], Array.ConvertAll(features.Values, v => (Half)v));
        SafetensorsWriter.Write(PathOf(image, Features, "safetensors"), [KeyValuePair.Create(Features, map)], new Dictionary<string, string>
        {
            ["key"] = KeyOf(image, map.Bytes.Span), ["covered"] = $"{features.CoveredWidth} {features.CoveredHeight}", ["image"] = image.Name,
        });
    }

    private string KeyOf(StoredImage image, ReadOnlySpan<byte> values) => new Fingerprint().Add(segmenter).Add(image.Hash).Add(values).ToString();

    private string PathOf(StoredImage image, string kind, string ending = "json") => Path.Combine(_folder, image.Hash[..2], $"{image.Hash}.{kind}.{ending}");

    private List<PromptAnswer>? Read(string path, StoredImage image)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            MaskRecordReader reader = new(path, (image.Width, image.Height));
            List<PromptAnswer> answers = [.. reader.Read((file, record) => new PromptAnswer(
                new SegmentPrompt(BoxOf(file.PromptBox), file.PromptPoints ?? []) { Outside = file.PromptOutside ?? [] },
                new SegmentMask(record.Segmentation, record.PredictedIou) { Record = record }))];
            return Holds("segmenter", segmenter) && Holds("image_hash", image.Hash) && Holds("digest", Digest(answers))
                ? answers
                : throw new DatasetException($"{path}: its digest does not fit what it holds.");

            bool Holds(string field, string text) =>
                reader.Header.TryGetValue(field, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
        }
        catch (DatasetException fault)
        {
            log.LogWarning("{Damaged} {Fault}", Damaged, fault.Message);
            return null;
        }
    }

    private void Write(string path, StoredImage image, IReadOnlyList<PromptAnswer> answers) => RunFileKinds.MaskSet.Write(path, new MaskSetRecord
    {
        Image = new MaskFileImage(0, image.Width, image.Height, image.Name),
        Segmenter = segmenter,
        ImageHash = image.Hash,
        Digest = Digest(answers),
        Annotations = answers.Select((answer, id) => MaskRecordFile.FileRecordOf(RecordOf(answer.Mask)) with
        {
            Id = id,
            PromptBox = answer.Prompt.Box is { } box ? ImageBox.OfSize(box.X0, box.Y0, box.Width, box.Height) : null,
            PromptPoints = answer.Prompt.Points.Count > 0 ? answer.Prompt.Points : null,
            PromptOutside = answer.Prompt.Outside.Count > 0 ? answer.Prompt.Outside : null,
        }),
    });

    // Scores are read back from the record, whoever wrote it.
    private static MaskRecord RecordOf(SegmentMask mask) =>
        mask.Record is { } record ? record with { PredictedIou = mask.Score } : MaskRecord.Of(mask.Mask, mask.Score);

    private static Box? BoxOf(ImageBox? box) => box is not { } b ? null : new Box((int)b.X0, (int)b.Y0, (int)b.X1, (int)b.Y1);

    private static string Digest(IReadOnlyList<PromptAnswer> answers) => new Fingerprint().Add(answers.SelectMany(
        answer => new[] { answer.Key, answer.Mask.Mask.ToCompressedString(), FormattableString.Invariant($"{answer.Mask.Score:R}") })).ToString();
}
