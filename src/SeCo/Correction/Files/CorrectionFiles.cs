namespace SeCo.Correction;

/// <summary>The names of the files in correction's folder. Its label maps are the corrected ones; its regions are those of the stage before, without
/// outcomes.</summary>
/// <param name="Folder">The stage's folder.</param>
public sealed record CorrectionFiles(string Folder) : StageFiles(Folder)
{
    /// <summary>The features of an image's regions, <c>[R, D]</c>, in the order of the file of regions, small ones left out.</summary>
    public string Features(string name) => Path.Combine(Folder, "features", name + ".npy");

    /// <summary>The regions of an image with their outcomes.</summary>
    public string Verdicts(string name) => Path.Combine(Folder, "verdicts", name + ".json");

    /// <summary>Training state of the classifiers.</summary>
    public string Classifier => Path.Combine(Folder, "classifier");

    /// <summary>The losses of the classifiers while they were trained.</summary>
    public string Training => Path.Combine(Folder, "training.json");

    /// <summary>The fitted mixtures and the thresholds in force.</summary>
    public string NoiseModel => Path.Combine(Folder, "noise-model.json");

    /// <summary>How far the model supports the labels of an image, while the stage works.</summary>
    internal string Support(string name) => Path.Combine(SupportFolder, name + ".png");

    /// <summary>The support of an image's classes: pixels and sum of levels, <c>[K, 2]</c>.</summary>
    internal string SupportSums(string name) => Path.Combine(Folder, "doubt", name + ".npy");

    /// <summary>What shards and merges leave for each other, while the stage works.</summary>
    internal string Shards => Path.Combine(Folder, "shards");

    /// <summary>What was decided about all regions.</summary>
    internal string Decisions => Path.Combine(Shards, "decisions");

    /// <summary>The counts of pixels by score: of a shard, or with null of all.</summary>
    internal string PixelCounts(Shard? shard) => Path.Combine(
        Shards, shard is null ? "pixels.counts" : string.Create(CultureInfo.InvariantCulture, $"{shard.Value.Index}-of-{shard.Value.Count}.counts"));

    /// <summary>Where <see cref="Support"/> lies.</summary>
    internal string SupportFolder => Path.Combine(Folder, "support");
}
