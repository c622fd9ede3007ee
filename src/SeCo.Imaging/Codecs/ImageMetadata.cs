namespace SeCo.Imaging.Codecs;

/// <summary>Keeps what photographs hold beside pixels from libvips: it would unpack text to a thousand times its size, and go round in EXIF that refers to
/// itself. Of all that, only the orientation is used.</summary>
internal static class ImageMetadata
{
    private const string App1 = "FFE1"; // EXIF, or XMP
    private const int Flags = 20; // of a WebP file: the byte that says what there is beside the picture
    private const int OrientationTag = 274;

    /// <summary>The bytes of a PNG, JPEG or WebP file without text, EXIF, and a PNG's colour profile (other files keep theirs, for CMYK).</summary>
    /// <param name="path">The file; it need not be whole.</param>
    /// <param name="orientation">The EXIF orientation, which may be any number; null where there is none.</param>
    /// <returns>Null where there is nothing to take out.</returns>
    public static byte[]? Without(string path, out int? orientation)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using MemoryStream kept = new();
        (orientation, long from, bool isFlagged) = (null, 0, false);
        foreach ((string name, long at, long data, long next) in Parts(stream))
        {
            if (name is "eXIf" or "EXIF" or App1)
            {
                orientation ??= OrientationIn(stream, data, next);
            }

            if (name is "zTXt" or "iTXt" or "iCCP" or "eXIf" or App1)
            {
                Copy(stream, kept, from, at);
                from = next;
            }

            isFlagged |= name == "VP8X";
        }

        if (from == 0 && !isFlagged)
        {
            return null;
        }

        Copy(stream, kept, from, stream.Length);
        byte[] bytes = kept.ToArray();
        if (isFlagged && bytes.Length > Flags)
        {
            bytes[Flags] &= 0b1111_0011; // EXIF and XMP
        }

        return bytes;
    }

    /// <summary>The first value of a tag of a TIFF; -1 where it has none, or is no TIFF.</summary>
    public static int TiffTag(Stream stream, int tag)
    {
        byte[] bytes = new byte[8];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        bool isLittle = bytes[0] == 'I';
        if (bytes[0] is not ((byte)'I' or (byte)'M') || bytes[0] != bytes[1])
        {
            return -1;
        }

        uint start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) : BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4));
        stream.Position = Math.Min(start, stream.Length);
        for (int left = Next(); left > 0; left--)
        {
            int found = Next();
            stream.Position += 6; // type and count
            int value = Next();
            stream.Position += 2;
            if (found == tag)
            {
                return value;
            }
        }

        return -1;

        int Next()
        {
            int read = stream.ReadAtLeast(bytes.AsSpan(0, 2), 2, throwOnEndOfStream: false);
            return read < 2 ? 0 : isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }
    }

    // The parts of a file, up to the pixels of a JPEG: where each and its data begin, and where the next begins.
    private static IEnumerable<(string Name, long At, long Data, long Next)> Parts(FileStream stream)
    {
        byte[] head = new byte[12];
        stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        (bool isPng, bool isJpeg) = (PngFile.HasSignature(head), head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8]));
        long at = isPng ? PngFile.Signature.Length : isJpeg ? 2 : head.AsSpan().StartsWith("RIFF"u8) ? head.Length : stream.Length;
        while (at <= stream.Length - 8)
        {
            stream.Position = at;
            stream.ReadExactly(head, 0, 8);
            if (isJpeg && (head[0] != 0xff || head[1] is 0xd9 or 0xda))
            {
                yield break;
            }

            string name = isJpeg ? Convert.ToHexString(head, 0, 2) : System.Text.Encoding.ASCII.GetString(head, isPng ? 4 : 0, 4);
            bool isAlone = isJpeg && head[1] is 0xff or 0x01 or (>= 0xd0 and <= 0xd7); // 0xff fills
            uint length = isPng ? BinaryPrimitives.ReadUInt32BigEndian(head)
                : isJpeg ? BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)) : BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            long next = at + (isPng ? 12L + length : !isJpeg ? 8L + length + (length & 1) : !isAlone ? 2L + length : head[1] == 0xff ? 1 : 2);
            next = Math.Min(next, stream.Length);
            if (!isAlone)
            {
                yield return (name, at, Math.Min(at + (isJpeg ? 4 : 8), next), next);
            }

            at = next;
        }
    }

    private static int? OrientationIn(FileStream stream, long from, long to)
    {
        using MemoryStream exif = new();
        Copy(stream, exif, from, to);
        ReadOnlySpan<byte> bytes = exif.GetBuffer().AsSpan(0, (int)exif.Length), mark = "Exif\0\0"u8;
        using MemoryStream tiff = new(bytes[(bytes.StartsWith(mark) ? mark.Length : 0)..].ToArray());
        return TiffTag(tiff, OrientationTag) is > 0 and int orientation ? orientation : null;
    }

    private static void Copy(FileStream stream, MemoryStream kept, long from, long to)
    {
        byte[] part = new byte[to - from];
        stream.Position = from;
        stream.ReadExactly(part);
        kept.Write(part);
    }
}
