using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Labels;

/// <summary>The fields of one region as they stand in the file, in whatever order; checked when all are known.</summary>
internal struct RegionFields
{
    private RunLengthMask? _mask;
    private int[]? _box;
    private int? _area;
    private int? _category;
    private int? _id;
    private RegionTruth? _truth;
    private double? _confidence;
    private RegionOrigin? _origin;
    private RegionOutcome? _outcome;

    private readonly RegionOutcome Known => _outcome ?? new RegionOutcome();

    /// <summary>Reads one object; the reader stands on its opening brace and ends on its closing one.</summary>
    public static RegionFields Read(ref Utf8JsonReader reader)
    {
        RegionFields fields = default;
        while (RegionJson.NextField(ref reader, out string name))
        {
            fields.ReadField(name, ref reader);
        }

        return fields;
    }

    /// <exception cref="FormatException">A field is missing, or two contradict each other.</exception>
    /// <exception cref="ImageFormatException">The run lengths are malformed.</exception>
    public readonly ConnectedRegion ToRegion()
    {
        ConnectedRegion region = ConnectedRegion.FromMask(_id ?? throw Missing("id"), _category ?? throw Missing("category_id"), _mask ?? throw Missing("segmentation")) with
        {
            TrueLabel = _truth,
            MeanConfidence = _confidence,
            Origin = _origin,
            Outcome = _outcome,
        };
        if (region.Area == 0)
        {
            throw new FormatException("the mask is empty");
        }

        // Area and box are always measured; where the file gives them too, it must agree with its own mask.
        if (_area is { } area && area != region.Area)
        {
            throw new FormatException($"area is {area}, but the mask has {region.Area} pixels");
        }

        Box bounds = region.Bounds;
        return _box is null || _box.AsSpan().SequenceEqual([bounds.X0, bounds.Y0, bounds.Width, bounds.Height])
            ? region
            : throw new FormatException($"bbox is [{string.Join(", ", _box)}], but the mask's is [{bounds.X0}, {bounds.Y0}, {bounds.Width}, {bounds.Height}]");
    }

    private void ReadField(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "segmentation": _mask = RegionJson.Mask(ref reader, name); break;
            case "bbox": _box = RegionJson.Integers(ref reader, name, 4); break;
            case "area": _area = RegionJson.Integer(ref reader, name); break;
            case "category_id": _category = RegionJson.Integer(ref reader, name); break;
            case "id": _id = RegionJson.Integer(ref reader, name); break;
            case "true_label": _truth = ReadTruth(ref reader); break;
            case "mean_confidence": _confidence = RegionJson.Real(ref reader, name); break;
            case "origin": _origin = ReadOrigin(ref reader); break;
            case "loss": _outcome = Known with { Loss = RegionJson.Real(ref reader, name) }; break;
            case "score": _outcome = Known with { Score = RegionJson.Real(ref reader, name) }; break;
            case "noise_probability": _outcome = Known with { NoiseProbability = RegionJson.Real(ref reader, name) }; break;
            case "predicted_id": _outcome = Known with { PredictedId = RegionJson.Integer(ref reader, name) }; break;
            case "verdict": _outcome = Known with { Verdict = RegionWords.Verdict(RegionJson.Text(ref reader, name)) }; break;
            case "label": _outcome = Known with { Label = RegionJson.Integer(ref reader, name) }; break;
            default: reader.Skip(); break;
        }
    }

    private static RegionTruth? ReadTruth(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        RegionJson.ExpectObject(ref reader, "true_label");
        int? id = null;
        double purity = 0;
        bool positive = false;
        while (RegionJson.NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "id": id = RegionJson.Integer(ref reader, "true_label.id"); break;
                case "purity": purity = RegionJson.Real(ref reader, "true_label.purity"); break;
                case "positive": positive = reader.TokenType == JsonTokenType.True || (reader.TokenType == JsonTokenType.Number && reader.GetInt32() != 0); break;
                default: reader.Skip(); break;
            }
        }

        return new RegionTruth(id ?? throw Missing("true_label.id"), purity, positive);
    }

    private static RegionOrigin ReadOrigin(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectObject(ref reader, "origin");
        RegionOriginKind? kind = null;
        int? mask = null, component = null;
        double? share = null, score = null;
        Box? box = null;
        List<ImagePoint> points = [];
        while (RegionJson.NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "kind": kind = RegionWords.Kind(RegionJson.Text(ref reader, "origin.kind")); break;
                case "mask": mask = RegionJson.Integer(ref reader, "origin.mask"); break;
                case "component": component = RegionJson.Integer(ref reader, "origin.component"); break;
                case "share": share = RegionJson.Real(ref reader, "origin.share"); break;
                case "score": score = RegionJson.Real(ref reader, "origin.score"); break;
                case "box":
                    int[] xywh = RegionJson.Integers(ref reader, "origin.box", 4);
                    box = new Box(xywh[0], xywh[1], checked(xywh[0] + xywh[2]), checked(xywh[1] + xywh[3]));
                    break;
                case "points": points = RegionJson.Points(ref reader, "origin.points"); break;
                default: reader.Skip(); break;
            }
        }

        return new RegionOrigin(kind ?? throw Missing("origin.kind"), score, box, points) { Mask = mask, Component = component, Share = share };
    }

    private static FormatException Missing(string field) => new($"no {field}");
}
