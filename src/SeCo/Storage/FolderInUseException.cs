namespace SeCo.Storage;

/// <summary>Another process is at work in a folder; the message names it.</summary>
public sealed class FolderInUseException(string message, Exception? innerException = null) : IOException(message, innerException);
