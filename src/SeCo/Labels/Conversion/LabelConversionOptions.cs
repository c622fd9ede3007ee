namespace SeCo.Labels;

/// <summary>How label files are converted.</summary>
public sealed record LabelConversionOptions
{
    /// <summary>What the files hold; default ids.</summary>
    public LabelConversionSource Source { get; init; } = LabelConversionSource.Ids;

    /// <summary>The coding of the ids, one of the class set's maps; null: the ids are the class set's already. Unused for colours.</summary>
    public string? Map { get; init; }

    /// <summary>Whether ids of the class set become those of <see cref="Map"/>, the way back. Default false.</summary>
    public bool Reverse { get; init; }

    /// <summary>Whether colours of no class become 255; default false: they are an error, except black where no class is black.</summary>
    public bool IgnoreUnknownColors { get; init; }

    /// <summary>Files worked on at once; 0, the default, is one a processor. Never changes an output.</summary>
    public int Parallelism { get; init; }
}
