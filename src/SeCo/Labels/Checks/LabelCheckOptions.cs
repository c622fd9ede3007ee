namespace SeCo.Labels;

/// <summary>What a check of label files looks at.</summary>
public sealed record LabelCheckOptions
{
    /// <summary>The folder of the images that the labels belong to; null: the labels alone are checked.</summary>
    public string? Images { get; init; }

    /// <summary>The coding of the labels, one of the class set's maps; null: they should be the class set's ids.</summary>
    public string? Map { get; init; }

    /// <summary>Files worked on at once; 0, the default, is one a processor.</summary>
    public int Parallelism { get; init; }
}
