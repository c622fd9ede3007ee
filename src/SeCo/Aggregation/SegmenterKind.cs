namespace SeCo.Aggregation;

/// <summary>Which class-agnostic segmenter answers.</summary>
public enum SegmenterKind
{
    /// <summary>The one of this project, which needs no weights.</summary>
    BuiltIn,
}
