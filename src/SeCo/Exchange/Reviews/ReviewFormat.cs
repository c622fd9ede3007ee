namespace SeCo.Exchange;

/// <summary>What people's answers come back as.</summary>
public enum ReviewFormat
{
    /// <summary>Found out from the file: an archive is CVAT's, a folder holds label PNGs, a JSON list is Label Studio's, a JSON object COCO's.</summary>
    Auto,

    /// <summary>An archive of CVAT's format "Segmentation mask 1.1".</summary>
    Cvat,

    /// <summary>Label Studio's export as JSON: tasks with annotations.</summary>
    LabelStudio,

    /// <summary>COCO instances as JSON.</summary>
    Coco,

    /// <summary>A folder of label PNGs; 255 where nothing was said.</summary>
    Labels,
}
