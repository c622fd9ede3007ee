namespace SeCo.Correction.Classifier;

/// <summary>Splits images into parts for cross-fitting: the classifier that judges a part has not trained on it.</summary>
/// <remarks>Parts are runs of neighbours in the list: frames of one video are near-duplicates, and a part must not leak into the others.</remarks>
public static class CrossFolds
{
    /// <summary>The part of an image.</summary>
    /// <param name="image">Place in the list, from 0.</param>
    /// <param name="images">Images in the list.</param>
    /// <param name="folds">Parts, at most one an image.</param>
    public static int Of(int image, int images, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, images);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        return (int)((long)image * Math.Min(folds, images) / images);
    }
}
