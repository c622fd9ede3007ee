namespace SeCo.Imaging;

/// <summary>A file or text that should hold an image, a mask or an array, and does not.</summary>
/// <param name="message">What, where, found and expected.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class ImageFormatException(string message, Exception? innerException = null) : IOException(message, innerException);
