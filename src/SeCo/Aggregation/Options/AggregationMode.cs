namespace SeCo.Aggregation;

/// <summary>How classes get their masks (paper section 3.2 and the ablation of Table 7).</summary>
public enum AggregationMode
{
    /// <summary>Stuff by semantic alignment, things by prompts: pixel semantic aggregation itself.</summary>
    Psa,

    /// <summary>Every class by prompts: the first naive way. Stuff classes are painted first, then things.</summary>
    PromptOnly,

    /// <summary>Every class by semantic alignment: the second naive way.</summary>
    AlignOnly,
}
