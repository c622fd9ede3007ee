namespace SeCo.Exchange;

/// <summary>An image as a person left it.</summary>
/// <param name="Name">What the other program calls the image, without ending.</param>
/// <param name="Labels">The class of each pixel that has one; 255 elsewhere.</param>
/// <param name="IsFile">Whether the name is that of a file below the dataset's root, rather than the one that was given out with it.</param>
public sealed record AnsweredImage(string Name, LabelMap Labels, bool IsFile = false);
