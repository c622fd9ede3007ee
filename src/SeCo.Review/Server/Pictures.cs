using SeCo.Reports;
using SeCo.Review.Questions;

namespace SeCo.Review.Server;

/// <summary>The images of questions, whole as they are, and small ones of regions.</summary>
internal sealed class Pictures(QuestionList questions)
{
    private const int Quality = 95;
    private const long Kept = 48 << 20; // bytes of decoded images, for several regions of one

    private readonly RecentlyUsed<string, RgbImage> _decoded = new(RgbImageFile.Read, image => image.Pixels.Length, Kept);

    /// <summary>An image for a browser: the file itself where a browser shows the same pixels as the program sees, else a JPEG of them.</summary>
    /// <exception cref="IOException">The file is missing or no image.</exception>
    public (Stream Content, string Type) Whole(int number)
    {
        // Where images lie is said by the run folder, which may be somebody else's: only what is an image goes out.
        string path = PathOf(number);
        ImageHeader header = RgbImageFile.ReadHeader(path);
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> start = stackalloc byte[12];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        string? type = header.Turn is not null || header.Bits != 8 ? null
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
            : start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
            : start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8) ? "image/webp"
            : null;
        if (type is not null)
        {
            file.Position = 0;
            return (file, type);
        }

        file.Dispose();
        MemoryStream jpeg = new();
        RgbImageFile.Write(jpeg, _decoded.Get(path), RgbImageFormat.Jpeg, Quality);
        jpeg.Position = 0;
        return (jpeg, "image/jpeg");
    }

    /// <summary>A small picture of a region in its surroundings, outlined; without its image, on grey.</summary>
    public string Small(int number, ConnectedRegion region)
    {
        RgbImage? image = null;
        _ = Unreadable.FaultOf(() => image = _decoded.Get(PathOf(number)));
        DataUri picture = RegionCrop.Draw(image, region.Mask, region.Bounds);
        return picture.Start + picture.Base64;
    }

    private string PathOf(int number) => Path.Combine(questions.Run.DatasetRoot, questions.ImageOf(number).File);
}
