namespace SeCo.Storage;

/// <summary>The names of an image's files in the folder of a stage that writes labels; the next stage reads them by these names.</summary>
/// <param name="Folder">The stage's folder.</param>
public record StageFiles(string Folder)
{
    /// <summary>The label map of an image.</summary>
    public string Labels(string name) => Path.Combine(Folder, "labels", name + ".png");

    /// <summary>The region file of an image.</summary>
    public string Regions(string name) => Path.Combine(Folder, "regions", name + ".json");
}
