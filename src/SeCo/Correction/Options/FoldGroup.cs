namespace SeCo.Correction;

/// <summary>Which images are in one part of cross-fitting.</summary>
public enum FoldGroup
{
    /// <summary>Neighbours in the list of images: frames of a video that lie near each other show the same objects with the same mistakes.</summary>
    Block,

    /// <summary>Whole sequences, by the images' names (<see cref="ImageGroups.SequenceOf"/>). Parts differ in size where sequences do.</summary>
    Sequence,

    /// <summary>Every n-th image: for sets of images that have nothing to do with each other.</summary>
    Image,
}
