namespace SeCo.SegmentAnything;

/// <summary>The masks of one image as JSON, in the two forms of the official implementation.</summary>
/// <remarks>
/// <para>The form of <c>amg.py</c> is a list of records with <c>segmentation</c> {<c>size</c> [h, w], <c>counts</c>}, <c>area</c>, <c>bbox</c> [x, y, w, h],
/// <c>predicted_iou</c>, <c>point_coords</c> [[x, y]…], <c>stability_score</c>, <c>crop_box</c> [x, y, w, h]. The form of the data set SA-1B is an object:
/// <c>image</c> {<c>image_id</c>, <c>width</c>, <c>height</c>, <c>file_name</c>}, and the records, each with an <c>id</c>, as <c>annotations</c>.</para>
/// <para>A measure that is no number, as the stability of an empty mask, is <c>null</c>. Run lengths are read as compressed text and as lists, and written
/// as compressed text. In files made elsewhere only <c>segmentation</c> must be there.</para>
/// </remarks>
public static class MaskRecordFile
{
    /// <summary>Writes the form of <c>amg.py</c>, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">The records, in order; taken one at a time.</param>
    public static void Write(string path, IEnumerable<MaskRecord> records) => RunFileKinds.Masks.Write(path, records.Select(FileRecordOf));

    /// <summary>Writes the form of SA-1B, whole or not at all; ids count from 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">What the file says of the image.</param>
    /// <param name="records">The records, in order; taken one at a time.</param>
    public static void WriteSa1b(string path, MaskFileImage image, IEnumerable<MaskRecord> records) => RunFileKinds.MaskSet.Write(
        path, new MaskSetRecord { Image = image, Annotations = records.Select((record, id) => FileRecordOf(record) with { Id = id }) });

    /// <summary>Reads a file of either form, one record at a time. Nothing in the file is trusted:
    /// masks are kept as runs, which must fill their size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The width and height that every mask must have; null to take those of the first record.</param>
    /// <returns>
    /// The records, in the file's order. Where a file made elsewhere leaves fields out: area and box are measured, predicted IoU and stability score are 0,
    /// there are no points, and the crop is the whole image.
    /// </returns>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, record, what was found and what is expected.
    /// Thrown while the sequence is read.</exception>
    public static IEnumerable<MaskRecord> Read(string path, (int Width, int Height)? size = null) =>
        new MaskRecordReader(path, size).Read((_, record) => record);

    /// <summary>A mask as files hold it.</summary>
    internal static MaskFileRecord FileRecordOf(MaskRecord record) => new()
    {
        Segmentation = RunLengthRecord.Of(record.Segmentation),
        Area = checked((int)record.Area),
        Bbox = record.Bounds,
        PredictedIou = record.PredictedIou,
        PointCoords = record.PointCoordinates,
        StabilityScore = record.StabilityScore,
        CropBox = record.CropBox,
    };
}
