using System.Text.Json;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>Reads a file of answers: a mask file with a few fields more.</summary>
internal sealed class AnswerReader(StoredImage image)
{
    public const string SegmenterField = "segmenter";
    public const string HashField = "image_hash";
    public const string DigestField = "digest";
    public const string BoxField = "prompt_box";
    public const string PointsField = "prompt_points";

    private readonly MaskRecordReader _records = new((image.Width, image.Height));

    public string? Segmenter { get; private set; }

    public string? ImageHash { get; private set; }

    public string? Digest { get; private set; }

    public void ReadHeader(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case SegmenterField: Segmenter = RegionJson.Text(ref reader, name); break;
            case HashField: ImageHash = RegionJson.Text(ref reader, name); break;
            case DigestField: Digest = RegionJson.Text(ref reader, name); break;
            default: _records.ReadHeader(name, ref reader); break;
        }
    }

    public PromptAnswer ReadAnswer(ref Utf8JsonReader reader)
    {
        Box? box = null;
        List<ImagePoint> points = [];
        MaskRecord record = _records.ReadRecord(ref reader, ReadPrompt);
        return new PromptAnswer(new SegmentPrompt(box, points), new SegmentMask(record.Segmentation, record.PredictedIou) { Record = record });

        void ReadPrompt(string name, ref Utf8JsonReader value)
        {
            switch (name)
            {
                case BoxField:
                    int[] xywh = RegionJson.Integers(ref value, name, 4);
                    box = new Box(xywh[0], xywh[1], checked(xywh[0] + xywh[2]), checked(xywh[1] + xywh[3]));
                    break;
                case PointsField: points = RegionJson.Points(ref value, name); break;
                default: value.Skip(); break;
            }
        }
    }
}
