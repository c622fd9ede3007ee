namespace SeCo.Pipeline;

/// <summary>A part of a run that ends before the next one begins: a step over the images, which shards may divide, then one over all of them.</summary>
/// <param name="Name">The name, as <c>seco run --part</c> takes it.</param>
/// <param name="Folder">The folder below the run folder whose files it writes.</param>
/// <param name="HasShards">Whether it has a step over the images.</param>
public sealed record RunPart(string Name, string Folder, bool HasShards = true)
{
    // The names of the parts, in their order.
    internal const string Inputs = "inputs", Predict = "predict", Statistics = "statistics", PixelLabels = "pixel-labels", Aggregate = "aggregate",
        Regions = "regions", Pixels = "pixels", Labels = "labels", Adapt = "adapt", Evaluate = "evaluate";
}
