namespace SeCo.Exchange;

/// <summary>An image as other programs are told of it.</summary>
/// <param name="Name">The image's name here: its path below the image folder, without ending.</param>
/// <param name="File">Its file, as lists name it: relative to the dataset's root, with <c>/</c>.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record ExchangeImage(string Name, string File, int Width, int Height)
{
    /// <summary>The file as other programs are told: under the image's name where it lies outside the dataset's root.</summary>
    internal string FileInside => ImageName.StaysInside(File) ? File : Name + Path.GetExtension(File);
}
