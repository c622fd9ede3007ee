namespace SeCo.Datasets;

/// <summary>What the second column of a list file is.</summary>
public enum ListLabelRole
{
    /// <summary>Pixel pseudo-labels, as in the lists that the reference's aggregation reads.</summary>
    PixelLabels,

    /// <summary>Ground truth, used for reports only.</summary>
    Truth,

    /// <summary>The model's label for every pixel.</summary>
    Prediction,
}
