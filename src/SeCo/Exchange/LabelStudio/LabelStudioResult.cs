using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Exchange;

/// <summary>What a person marked in Label Studio: a brush mask, a polygon or a rectangle, with one label.</summary>
/// <remarks>Coordinates are per cent of the image's size; a rectangle is turned clockwise about the corner that it is given by.
/// A shape's pixels are those whose centre lies inside.</remarks>
internal sealed class LabelStudioResult
{
    // What is said in words, about the image or about a shape that has a result of its own.
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "choices", "textarea", "rating", "number", "datetime", "taxonomy", "relation", "pairwise", "ranker",
    };

    private string? _type;
    private int _width;
    private int _height;
    private double _rotation;
    private byte[]? _packed;
    private List<ImagePoint>? _points;
    private (double? X, double? Y, double? Width, double? Height, double Rotation) _box;
    private readonly List<string> _labels = [];

    private LabelStudioResult()
    {
    }

    /// <summary>The name of the label.</summary>
    public string Label => _labels[0];

    /// <summary>The size of the image that it was marked on.</summary>
    public (int Width, int Height) Size => (_width, _height);

    /// <summary>Reads a result; the reader stands on its opening brace and ends on its closing one.</summary>
    /// <returns>Null for what is said in words.</returns>
    /// <exception cref="FormatException">It is malformed, or of a kind that has no pixels.</exception>
    public static LabelStudioResult? Read(ref Utf8JsonReader reader)
    {
        LabelStudioResult result = new();
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "type": result._type = RegionJson.Text(ref reader, field); break;
                case "original_width": result._width = RegionJson.Integer(ref reader, field); break;
                case "original_height": result._height = RegionJson.Integer(ref reader, field); break;
                case "image_rotation": result._rotation = RegionJson.Real(ref reader, field); break;
                case "value": result.ReadValue(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (result._type is not null && Words.Contains(result._type))
        {
            return null;
        }

        result.Check();
        return result;
    }

    /// <summary>The pixels.</summary>
    /// <exception cref="FormatException">A polygon of fewer than three corners.</exception>
    /// <exception cref="ImageFormatException">The mask is damaged, or another image's.</exception>
    public RunLengthMask ToMask() => _packed is not null
        ? BrushRle.Decode(_packed, _width, _height)
        : PolygonFill.Fill(_width, _height, [[.. (_points ?? Corners()).SelectMany(p => new[] { p.X * _width / 100, p.Y * _height / 100 })]]);

    private void Check()
    {
        bool isWhole = _type switch
        {
            "brushlabels" => _packed is not null,
            "polygonlabels" => _points is not null,
            "rectanglelabels" => _box is { X: not null, Y: not null, Width: not null, Height: not null },
            _ =>
                throw new FormatException(
                    $"a result of type '{_type}', expected brushlabels, polygonlabels or rectanglelabels. Draw it anew with one of them, or delete it"),
        };
        string? fault =
            _rotation != 0 ? $"image_rotation is {_rotation}, expected 0: turn the image back in Label Studio"
            : _width < 1 || _height < 1 ? $"original_width and original_height are {_width} and {_height}, expected the image's size"
            : _labels.Count != 1 ? $"a result with {_labels.Count} labels in value.{_type}, expected one: label it, or delete it, in Label Studio"
            : !isWhole ? $"a result of type '{_type}' without its shape: no value."
                + $"{(_type == "brushlabels" ? "rle" : _type == "polygonlabels" ? "points" : "x, y, width and height")}"
            : null;
        if (fault is not null)
        {
            throw new FormatException(fault);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectObject(ref reader, "value");
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "rle": _packed = ReadBytes(ref reader); break;
                case "points": _points = RegionJson.Points(ref reader, field); break;
                case "x": _box.X = RegionJson.Real(ref reader, field); break;
                case "y": _box.Y = RegionJson.Real(ref reader, field); break;
                case "width": _box.Width = RegionJson.Real(ref reader, field); break;
                case "height": _box.Height = RegionJson.Real(ref reader, field); break;
                case "rotation": _box.Rotation = RegionJson.Real(ref reader, field); break;
                case "brushlabels" or "polygonlabels" or "rectanglelabels":
                    RegionJson.ExpectList(ref reader, field);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        _labels.Add(RegionJson.Text(ref reader, field)!);
                    }

                    break;
                default: reader.Skip(); break;
            }
        }
    }

    private List<ImagePoint> Corners()
    {
        (double x, double y, double width, double height) = (_box.X!.Value, _box.Y!.Value, _box.Width!.Value, _box.Height!.Value);
        (double sin, double cos) = Math.SinCos(_box.Rotation * Math.PI / 180);
        double across = (double)_height / _width; // turning is done in pixels, while both axes count to 100
        return [.. new[] { (0d, 0d), (width, 0), (width, height), (0, height) }
            .Select(c => new ImagePoint(x + (c.Item1 * cos) - (c.Item2 * sin * across), y + (c.Item1 * sin / across) + (c.Item2 * cos)))];
    }

    private static byte[] ReadBytes(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectList(ref reader, "rle");
        List<byte> bytes = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            byte value = 0;
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out value))
            {
                throw new FormatException("rle must be a list of numbers from 0 to 255");
            }

            bytes.Add(value);
        }

        return [.. bytes];
    }
}
