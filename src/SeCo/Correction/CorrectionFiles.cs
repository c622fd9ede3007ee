namespace SeCo.Correction;

/// <summary>The names of the files in correction's folder, said once.</summary>
/// <param name="Folder">The stage's folder.</param>
public sealed record CorrectionFiles(string Folder)
{
    /// <summary>The regions of an image as they came from PSA.</summary>
    public string Regions(string name) => Path.Combine(Folder, "regions", name + ".json");

    /// <summary>The features of an image's regions, <c>[R, D]</c>, in the order of the file of regions, small ones left out.</summary>
    public string Features(string name) => Path.Combine(Folder, "features", name + ".npy");

    /// <summary>The regions of an image with their outcomes.</summary>
    public string Verdicts(string name) => Path.Combine(Folder, "verdicts", name + ".json");

    /// <summary>The corrected label map of an image.</summary>
    public string Labels(string name) => Path.Combine(Folder, "labels", name + ".png");

    /// <summary>Training state of the classifiers.</summary>
    public string Classifier => Path.Combine(Folder, "classifier");

    /// <summary>The losses of the classifiers while they were trained.</summary>
    public string Training => Path.Combine(Folder, "training.json");

    /// <summary>The fitted mixtures and the thresholds in force.</summary>
    public string NoiseModel => Path.Combine(Folder, "noise-model.json");
}
