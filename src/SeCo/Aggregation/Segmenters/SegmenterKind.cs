namespace SeCo.Aggregation;

/// <summary>Which class-agnostic segmenter answers.</summary>
public enum SegmenterKind
{
    /// <summary>The one of this project, which needs no weights.</summary>
    BuiltIn,

    /// <summary>Segment Anything, the paper's (<c>aggregation.sam.weights</c>).</summary>
    Sam,

    /// <summary>None: masks made elsewhere are read from files (<c>aggregation.mask_files.folder</c>).</summary>
    MaskFiles,
}
