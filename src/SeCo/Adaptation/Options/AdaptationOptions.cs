namespace SeCo.Adaptation;

/// <summary>Settings of stage 4: self-training on connectivity pseudo-labels (paper, section 2.4).</summary>
public sealed record AdaptationOptions
{
    /// <summary>What is known besides the target's images.</summary>
    public AdaptationSetting Setting { get; init; }

    /// <summary>How the student is trained.</summary>
    public AdaptationMethod Method { get; init; }

    /// <summary>The stage whose labels the student learns from.</summary>
    public TargetLabels Labels { get; init; }

    /// <summary>The student, a name of docs/networks.md. Null: the network of <c>model</c>, the one that predicts.</summary>
    public string? Network { get; init; }

    /// <summary>
    /// First weights. Source-free and UDA: of the whole network, null for those of <c>model</c>. Black-box and supervised: of the encoder alone (ImageNet),
    /// null for random ones.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>Seed of the training alone: the same labels are then learnt from in another order, which shows how far a result is chance. Null: the
    /// run's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Times that the larger of the sets is gone through. SeCo's logs: 240.</summary>
    public int Epochs { get; init; } = 240;

    /// <summary>Steps that make an epoch; 0 for as many as the larger of the sets needs.</summary>
    public int StepsPerEpoch { get; init; }

    /// <summary>Labelled images of a step, and as many unlabelled ones. SeCo's logs: 8 over four GPUs.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>A step's images are computed in so many parts, whose gradients are averaged: less memory, and norms see a part at a time.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>
    /// Where several processes train together (<c>mpirun seco adapt</c>): whether batch norms use the statistics of all their images, as one process would, or
    /// each process those of its own share, which is faster.
    /// </summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>How training looks at images.</summary>
    public ViewOptions Views { get; init; } = new();

    /// <summary>How weights move.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>Which images count as labelled.</summary>
    public SplitOptions Split { get; init; } = new();

    /// <summary>
    /// Share of the past in a running mean of the student's weights and norms, which is then what is measured and delivered; 0 for the student itself.
    /// UniMatch: 0. A mean teacher has its own.
    /// </summary>
    public double Average { get; init; }

    /// <summary>Class weights of the labelled loss, in <see cref="AdaptationMethod.UniMatch"/> and <see cref="AdaptationMethod.SelfTraining"/>.</summary>
    public ClassBalanceOptions ClassBalance { get; init; } = new();

    /// <summary>
    /// Whether each pixel's labelled loss counts as much as its region is trusted: 1 minus its noise probability, or the classifier's probability of a
    /// class that it corrected to. Nothing need be thrown away then. Needs the labels of correction; in <see cref="AdaptationMethod.UniMatch"/> and
    /// <see cref="AdaptationMethod.SelfTraining"/>. The paper counts all kept labels alike.
    /// </summary>
    public bool WeighRegions { get; init; }

    /// <summary>What <see cref="AdaptationMethod.SelfTraining"/> does with pixels without a label.</summary>
    public SelfTrainingOptions SelfTraining { get; init; } = new();

    /// <summary>Losses of <see cref="AdaptationMethod.UniMatch"/>.</summary>
    public UniMatchOptions UniMatch { get; init; } = new();

    /// <summary>Teacher of <see cref="AdaptationMethod.MeanTeacher"/>.</summary>
    public MeanTeacherOptions MeanTeacher { get; init; } = new();

    /// <summary>Drawing of images by class.</summary>
    public RareClassOptions RareClasses { get; init; } = new();

    /// <summary>Pasting of minority-class regions.</summary>
    public PasteOptions Paste { get; init; } = new();

    /// <summary>Choice of the epoch.</summary>
    public SelectionOptions Selection { get; init; } = new();

    /// <summary>
    /// With several rounds: whether a round's student starts from the last round's weights. Default false: it starts anew from the settings' first weights, so
    /// that what a round has learnt from wrong labels lives on only where the next labels say it again.
    /// </summary>
    public bool Continue { get; init; }

    /// <summary>Steps between checkpoints; a killed run goes on from the last one. The end of an epoch is one too.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Threads that prepare crops.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Steps whose crops are prepared ahead.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>Checks the settings, but for what the method itself needs (<see cref="DomainAdaptation.Check"/>).</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        () => OptionFaults.ThrowIfAny(
            "adaptation",
            (Epochs is >= 1 and <= 1_000_000, $"epochs is {Epochs}, expected 1 to 1000000"),
            (StepsPerEpoch is >= 0 and <= 10_000_000, $"steps_per_epoch is {StepsPerEpoch}, expected 0 (the larger set) to 10000000"),
            (BatchSize is >= 1 and <= 4096, $"batch_size is {BatchSize}, expected 1 to 4096"),
            (Accumulation >= 1 && BatchSize % Math.Max(1, Accumulation) == 0,
                $"accumulation is {Accumulation}, expected a number that divides batch_size, {BatchSize}"),
            (!WeighRegions || Labels == TargetLabels.Correction, "weigh_regions needs the verdicts of correction; set labels to correction"),
            (Average is >= 0 and < 1, $"average is {Average}, expected 0 (none) to under 1"),
            (CheckpointEvery >= 1, $"checkpoint_every is {CheckpointEvery}, expected 1 or more"),
            (Workers is >= 1 and <= 256, $"workers is {Workers}, expected 1 to 256"),
            (Prefetch is >= 1 and <= 1024, $"prefetch is {Prefetch}, expected 1 to 1024")),
        Views.Validate,
        Optimizer.Validate,
        Split.Validate,
        ClassBalance.Validate,
        SelfTraining.Validate,
        UniMatch.Validate,
        MeanTeacher.Validate,
        RareClasses.Validate,
        Paste.Validate,
        Selection.Validate);
}
