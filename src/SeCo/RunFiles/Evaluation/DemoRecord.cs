namespace SeCo.RunFiles;

/// <summary>What a demonstration has shown, as <c>seco demo --json</c> writes it.</summary>
public sealed record DemoRecord : VersionedFile
{
    /// <summary>The table, the source model first and the whole method last.</summary>
    public IReadOnlyList<ModelRecord> Rows { get; init => field = value ?? []; } = [];

    /// <summary>What correction did to objects that belong to no class.</summary>
    public required OpenSetRecord OpenSet { get; init; }

    /// <summary>The run folder of the whole method.</summary>
    public required string Run { get; init; }
}
