namespace SeCo.RunFiles;

/// <summary>The input files of one image, by their hashes; null where a file is not given.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Image">The image.</param>
/// <param name="Prediction">The predicted classes.</param>
/// <param name="Confidence">Their confidences.</param>
/// <param name="Probability">The probabilities of all classes.</param>
/// <param name="PixelLabels">Given pixel labels.</param>
public sealed record ManifestInput(
    string Name, string Image, string? Prediction = null, string? Confidence = null, string? Probability = null, string? PixelLabels = null);
