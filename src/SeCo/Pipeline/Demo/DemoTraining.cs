namespace SeCo.Pipeline.Demo;

/// <summary>A training on the target that ends as a row of the demonstration's table.</summary>
/// <param name="Name">The row.</param>
/// <param name="Folder">Its run folder.</param>
/// <param name="Options">Its settings.</param>
internal sealed record DemoTraining(string Name, string Folder, RunOptions Options);
