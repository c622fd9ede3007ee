namespace SeCo.Evaluation;

/// <summary>How predictions are compared with ground truth.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Whether a prediction of another size is resized to the ground truth's by nearest neighbour; default false: it is an error.</summary>
    public bool Resize { get; init; }

    /// <summary>Whether ground truth without a prediction is left out; default false: it is an error.</summary>
    public bool AllowMissing { get; init; }

    /// <summary>Images worked on at once; 0, the default, is one a processor.</summary>
    public int Parallelism { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A value out of range.</exception>
    public void Validate() =>
        OptionFaults.ThrowIfAny("Evaluation options", (Parallelism >= 0, $"parallelism: found {Parallelism}, expected 0 (one a processor) or more"));
}
