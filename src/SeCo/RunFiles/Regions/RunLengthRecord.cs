namespace SeCo.RunFiles;

/// <summary>A mask as COCO writes it.</summary>
internal sealed record RunLengthRecord
{
    /// <summary>Rows and columns.</summary>
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>The lengths of the runs, column by column, outside first: as COCO's compressed text, or as a list.</summary>
    public required RunLengthCounts Counts { get; init; }

    /// <summary>The record of a mask; its lengths are a text, or a list.</summary>
    public static RunLengthRecord Of(RunLengthMask mask, bool asList = false)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new() { Size = [mask.Height, mask.Width], Counts = asList ? new(null, [.. mask.Counts]) : new(mask.ToCompressedString(), null) };
    }

    /// <summary>The mask.</summary>
    /// <param name="budget">What the file may ask for: going over the pixels of its masks is work.</param>
    /// <exception cref="FormatException">No possible size, or too many pixels together.</exception>
    /// <exception cref="ImageFormatException">The runs are malformed, or do not fill the mask.</exception>
    public RunLengthMask ToMask(ReadBudget budget)
    {
        if (Size is not [int height, int width])
        {
            throw new FormatException($"segmentation.size must be a list of 2 numbers, found {Size.Count}");
        }

        if (Math.Min(height, width) < 1 || Math.Max(height, width) > LabelPng.MaxSide || (long)height * width > RgbImageFile.MaxPixels)
        {
            throw new FormatException($"segmentation.size [{height}, {width}] is no possible image size: expected sides of 1 to {LabelPng.MaxSide} "
                + $"and at most {RgbImageFile.MaxPixels} pixels");
        }

        RunLengthMask mask = Counts.Text is { } text
            ? RunLengthMask.Parse(width, height, text)
            : RunLengthMask.FromCounts(width, height, [.. Counts.List ?? []]);
        budget.Spend(mask.Area, "the pixels of the masks up to here, which may overlap, but not so much");
        return mask;
    }
}

/// <summary>Run lengths: one of the two.</summary>
[JsonConverter(typeof(RunLengthCountsJson))]
internal readonly record struct RunLengthCounts(string? Text, IReadOnlyList<uint>? List);

internal sealed class RunLengthCountsJson : JsonConverter<RunLengthCounts>
{
    public override RunLengthCounts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString(), null);
        }

        List<uint> lengths = [];
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isList = reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out uint length);
            lengths.Add(isList ? reader.GetUInt32() : 0);
        }

        return isList ? new(null, lengths) : throw new JsonException("must be a text, or a list of run lengths that are whole numbers from 0");
    }

    public override void Write(Utf8JsonWriter writer, RunLengthCounts value, JsonSerializerOptions options)
    {
        if (value.Text is not null)
        {
            writer.WriteStringValue(value.Text);
            return;
        }

        writer.WriteStartArray();
        foreach (uint length in value.List ?? [])
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
    }
}
