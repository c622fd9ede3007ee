namespace SeCo.SegmentAnything;

/// <summary>Masks as pictures: grey PNGs, 255 inside and 0 outside, as the official <c>amg.py</c> writes them.</summary>
public static class MaskPng
{
    private const string Heading =
        "id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h";

    /// <summary>Writes a mask, whole or not at all.</summary>
    public static void Write(string path, RunLengthMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        LabelMap picture = new(mask.Width, mask.Height);
        mask.DecodeInto(new Box(0, 0, mask.Width, mask.Height), picture.Pixels);
        foreach (ref byte pixel in picture.Pixels)
        {
            pixel = (byte)-pixel;
        }

        AtomicFile.Write(path, stream => LabelPng.Write(stream, picture));
    }

    /// <summary>Writes the masks of one image as a folder, <c>0.png</c>, <c>1.png</c>…, with <c>metadata.csv</c>, whole or not at all; an older one is
    /// replaced. It is the form that <c>amg.py</c> writes by default.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="records">The records, in order.</param>
    public static void WriteFolder(string path, IReadOnlyList<MaskRecord> records)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(records);
        string temporary = AtomicFile.TemporaryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        Directory.CreateDirectory(temporary);
        try
        {
            StringBuilder table = new(Heading + "\n");
            for (int i = 0; i < records.Count; i++)
            {
                Write(Path.Combine(temporary, string.Create(CultureInfo.InvariantCulture, $"{i}.png")), records[i].Segmentation);
                AddLine(table, i, records[i]);
            }

            AtomicFile.WriteAllText(Path.Combine(temporary, "metadata.csv"), table.ToString());
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }

            Directory.Move(temporary, path);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    private static void AddLine(StringBuilder table, int id, MaskRecord record)
    {
        ImageBox box = record.Bounds, crop = record.CropBox;
        ImagePoint? point = record.PointCoordinates.Count > 0 ? record.PointCoordinates[0] : null;
        table.Append(
            CultureInfo.InvariantCulture,
            $"{id},{record.Area},{box.X0},{box.Y0},{box.Width},{box.Height},{point?.X},{point?.Y},{record.PredictedIou:R},{record.StabilityScore:R},"
            + $"{crop.X0},{crop.Y0},{crop.Width},{crop.Height}\n");
    }
}
