namespace SeCo.Torch.Checkpoints;

/// <summary>One entry of an archive.</summary>
/// <param name="Name">Its path in the archive, with <c>/</c> between folders. Never used as a path of a file.</param>
/// <param name="HeaderPosition">Where its local header starts in the file.</param>
/// <param name="StoredLength">Its bytes in the archive.</param>
/// <param name="Length">Its bytes once decompressed.</param>
/// <param name="IsDeflated">Compressed, or stored as it is.</param>
internal sealed record ZipEntry(string Name, long HeaderPosition, long StoredLength, long Length, bool IsDeflated);
