using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Storage;

namespace SeCo.SegmentAnything;

/// <summary>Masks as pictures: grey PNGs, 255 inside and 0 outside, as the official <c>amg.py</c> writes them.</summary>
public static class MaskPng
{
    /// <summary>Writes a mask, whole or not at all.</summary>
    public static void Write(string path, RunLengthMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        LabelMap picture = new(mask.Width, mask.Height);
        mask.DecodeInto(new Box(0, 0, mask.Width, mask.Height), picture.Pixels);
        foreach (ref byte pixel in picture.Pixels)
        {
            pixel = (byte)-pixel;
        }

        AtomicFile.Write(path, stream => LabelPng.Write(stream, picture));
    }
}
