namespace SeCo.Correction;

/// <summary>Settings of the classifier that is trained as a whole on windows around regions (paper, section 3.3 and appendix).</summary>
public sealed record WindowTrainingOptions
{
    /// <summary>Rows of a window as the network sees it; 256 in the paper's setting.</summary>
    public int Height { get; init; } = 256;

    /// <summary>Columns of a window as the network sees it; 512 in the paper's setting.</summary>
    public int Width { get; init; } = 512;

    /// <summary>How the mask enters.</summary>
    public MaskPooling Pooling { get; init; } = MaskPooling.Paper;

    /// <summary>Whether windows are chosen and normalised with the reference's faults (truncated sizes, blue first with the statistics of red
    /// first).</summary>
    public bool ReferenceWindows { get; init; }

    /// <summary>Steps of training; early learning stops here (5,000 in the paper).</summary>
    public int Iterations { get; init; } = 5000;

    /// <summary>Steps that the learning-rate schedule counts to; 0 means <see cref="Iterations"/>. The reference counts to 20 epochs and stops
    /// early.</summary>
    public int ScheduleIterations { get; init; }

    /// <summary>Windows in one step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate of the linear layer at the start.</summary>
    public double HeadLearningRate { get; init; } = 0.01;

    /// <summary>Learning rate of the other layers at the start.</summary>
    public double BodyLearningRate { get; init; } = 0.001;

    /// <summary>Momentum (Nesterov) of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, on everything.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Label smoothing in [0, 1).</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Whether windows are mirrored at random.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Steps between checkpoints; a killed run goes on from the last one.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "correction.windows",
        (Height is >= 32 and <= 2048 && Width is >= 32 and <= 2048, $"height and width are {Height} and {Width}, expected 32 to 2048"),
        (Iterations is >= 1 and <= 10_000_000, $"iterations is {Iterations}, expected 1 to 10000000"),
        (ScheduleIterations >= 0, $"schedule_iterations is {ScheduleIterations}, expected 0 or more"),
        (BatchSize is >= 2 and <= 4096, $"batch_size is {BatchSize}, expected 2 to 4096"),
        (HeadLearningRate is > 0 and <= 10 && BodyLearningRate is >= 0 and <= 10,
            $"learning rates are {HeadLearningRate} and {BodyLearningRate}, expected above 0 and at most 10"),
        (Momentum is > 0 and < 1, $"momentum is {Momentum}, expected above 0 and under 1"),
        (WeightDecay is >= 0 and <= 1, $"weight_decay is {WeightDecay}, expected 0 to 1"),
        (LabelSmoothing is >= 0 and < 1, $"label_smoothing is {LabelSmoothing}, expected 0 to under 1"),
        (CheckpointEvery >= 1, $"checkpoint_every is {CheckpointEvery}, expected 1 or more"));
}
