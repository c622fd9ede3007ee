namespace SeCo.Adaptation;

/// <summary>Where the student comes from.</summary>
public sealed record StudentSource
{
    /// <summary>The network's name, one of <see cref="SegmentationNetworks"/>.</summary>
    public required string Network { get; init; }

    /// <summary>
    /// The first weights: of the whole network in <see cref="AdaptationSetting.SourceFree"/> and <see cref="AdaptationSetting.Uda"/>; of the encoder alone in
    /// <see cref="AdaptationSetting.BlackBox"/> and <see cref="AdaptationSetting.Supervised"/>. Null: random ones.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>Whether the weights are those of the whole network and not of its encoder alone. Null: as the setting has it.</summary>
    public bool? IsWhole { get; init; }

    /// <summary>
    /// The class set that weights of a whole network were trained for, a name or a file. Null: what the file says of itself where SeCo wrote it, else that of
    /// the published weights.
    /// </summary>
    public string? WeightClasses { get; init; }

    /// <summary>
    /// A YAML file: each wanted class names the weights' classes that mean it. Null: as the file or the class sets say it, or by equal names.
    /// </summary>
    public string? ClassMap { get; init; }

    /// <summary>Which network is meant where the file holds a student and a teacher.</summary>
    public CheckpointRole Role { get; init; }
}
