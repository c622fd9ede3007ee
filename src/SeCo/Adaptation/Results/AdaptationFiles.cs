namespace SeCo.Adaptation;

/// <summary>The files of an adaptation's folder.</summary>
/// <param name="folder">The folder.</param>
public sealed class AdaptationFiles(string folder)
{
    /// <summary>Everything that a killed run needs to go on: networks, optimiser, step, results so far.</summary>
    public string Checkpoint { get; } = Path.Combine(folder, RunNames.TrainingState);

    /// <summary>The weights of the last epoch, usable alone (<see cref="Prediction.NetworkNotes"/>).</summary>
    public string Last { get; } = Path.Combine(folder, RunNames.LastWeights);

    /// <summary>The weights of the best epoch, usable alone.</summary>
    public string Best { get; } = Path.Combine(folder, RunNames.BestWeights);

    /// <summary>Results of all epochs so far.</summary>
    public string History { get; } = Path.Combine(folder, RunNames.TrainingHistory);

    /// <summary>What came of it; there when it has finished.</summary>
    public string Summary { get; } = Path.Combine(folder, RunNames.AdaptationSummary);

    /// <summary>The folder of TensorBoard's files.</summary>
    public string Events { get; } = Path.Combine(folder, RunNames.Events);
}
