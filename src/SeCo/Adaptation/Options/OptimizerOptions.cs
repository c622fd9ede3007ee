namespace SeCo.Adaptation;

/// <summary>How weights move. The defaults are UniMatch's as SeCo ran it.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The optimiser.</summary>
    public OptimizerKind Kind { get; init; }

    /// <summary>Learning rate of the encoder at the start. SeCo's logs: 0.005 with 2 + 2 images on each of four GPUs; scale it with the batch.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>The other layers' learning rate is so many times the encoder's. SeCo's logs: 1; DAFormer: 10.</summary>
    public double HeadFactor { get; init; } = 1;

    /// <summary>Momentum of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay. UniMatch: 1e-4; DAFormer: 0.01.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Steps during which the rate rises linearly from nearly nothing. UniMatch: 0; DAFormer: 1500.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Exponent p of the decay (1 − t/T)ᵖ over all steps. UniMatch: 0.9; DAFormer: 1; 0 keeps the rate.</summary>
    public double Power { get; init; } = 0.9;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.optimizer",
        (LearningRate is > 0 and <= 10, $"learning_rate is {LearningRate}, expected above 0 and at most 10"),
        (HeadFactor is > 0 and <= 1000, $"head_factor is {HeadFactor}, expected above 0 and at most 1000"),
        (Momentum is >= 0 and < 1, $"momentum is {Momentum}, expected 0 to under 1"),
        (WeightDecay is >= 0 and <= 1, $"weight_decay is {WeightDecay}, expected 0 to 1"),
        (WarmupSteps is >= 0 and <= 1_000_000, $"warmup_steps is {WarmupSteps}, expected 0 to 1000000"),
        (Power is >= 0 and <= 10, $"power is {Power}, expected 0 to 10"));
}
