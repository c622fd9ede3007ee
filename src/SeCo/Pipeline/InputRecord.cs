namespace SeCo.Pipeline;

/// <summary>The input files of one image, by their hashes; null where a file is not given.</summary>
internal sealed record InputRecord(string Name, string Image, string? Prediction, string? Confidence, string? Probability, string? PixelLabels);
