using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace SeCo.Checkpoints;

/// <summary>An open checkpoint file, read by position. Faults become <see cref="CheckpointException"/>s that name the file.</summary>
internal sealed class CheckpointBytes : IDisposable
{
    private readonly SafeFileHandle _handle;

    public CheckpointBytes(string path)
    {
        Path = path;
        try
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException(
                $"{path}: there is no such file. Name the file of the weights (.safetensors or .pth), which you must have: none is part of this project.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: the checkpoint cannot be opened: {e.Message}", e);
        }

        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Opens a file for a reader that keeps it; it is closed again where that throws.</summary>
    public static T Open<T>(string path, Func<CheckpointBytes, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new CheckpointBytes(path).HandTo(read);
    }

    /// <summary>Fills the whole destination from a position in the file.</summary>
    public void Read(Span<byte> destination, long position)
    {
        if (position < 0 || position > Length - destination.Length)
        {
            throw Fault($"the file ends at byte {Length}, but {destination.Length} bytes are expected at byte {position}. It may be truncated; copy it again");
        }

        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, position);
            if (read == 0)
            {
                throw Fault($"the file became shorter while it was read (at byte {position})");
            }

            destination = destination[read..];
            position += read;
        }
    }

    /// <summary>Reads bytes into a new array; only after the count was checked against the file.</summary>
    public byte[] Read(long position, long count)
    {
        if (count > Array.MaxLength || count < 0 || position > Length - count)
        {
            throw Fault($"{count} bytes at byte {position} cannot be read from a file of {Length} bytes");
        }

        byte[] bytes = new byte[count];
        Read(bytes, position);
        return bytes;
    }

    /// <summary>Fills the destination from a deflated stretch of the file, after passing over some of its bytes.</summary>
    public void Inflate(long position, long compressedLength, long skip, Span<byte> destination, string what)
    {
        try
        {
            using DeflateStream stream = new(new MemoryStream(Read(position, compressedLength)), CompressionMode.Decompress);
            Span<byte> skipped = stackalloc byte[4096];
            while (skip > 0)
            {
                Span<byte> part = skipped[..(int)Math.Min(skip, skipped.Length)];
                stream.ReadExactly(part);
                skip -= part.Length;
            }

            stream.ReadExactly(destination);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Fault($"{what} cannot be decompressed: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The first bytes, or what there is of them.</summary>
    public byte[] Start(int count) => Read(0, Math.Min(count, Length));

    public CheckpointException Fault(string what, Exception? cause = null) => new($"{Path}: {what}.", cause);

    public void Dispose() => _handle.Dispose();
}

/// <summary>Text of an untrusted file, made fit for a message.</summary>
internal static class Printable
{
    private const int MaxLength = 160;

    /// <summary>The text, shortened, with control characters replaced.</summary>
    public static string Short(string text)
    {
        string cut = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
    }
}
