namespace SeCo.SegmentAnything;

/// <summary>How the masks of an image are written.</summary>
public enum MaskExportFormat
{
    /// <summary>One JSON list of records, <c>NAME.json</c>, as the official <c>amg.py</c> writes with compressed run lengths.</summary>
    Json,

    /// <summary>One JSON object with image and annotations, <c>NAME.json</c>, as the data set SA-1B has them.</summary>
    Sa1b,

    /// <summary>A folder <c>NAME</c> with a PNG for each mask and <c>metadata.csv</c>, as <c>amg.py</c> writes by default.</summary>
    Png,
}
