using System.Buffers.Binary;

namespace SeCo.Imaging.Tests.Fixtures;

/// <summary>Builds TIFFs without compression, in one strip for each plane, by the letter of the specification and without the code under test.</summary>
internal static class CraftedTiff
{
    public const int MinIsWhite = 0, MinIsBlack = 1, Rgb = 2, YCbCr = 6;

    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bands">Values of a pixel; those beyond what the interpretation has are of no kind.</param>
    /// <param name="bits">8 or 16.</param>
    /// <param name="photometric">The interpretation.</param>
    /// <param name="isPlanar">Whether each band is stored whole, one after the other.</param>
    /// <param name="value">The value at column, row, band.</param>
    /// <param name="isWidened">Whether 16-bit values are 257 times these.</param>
    /// <param name="extra">What the bands beyond the interpretation are: 0 of no kind, 2 alpha.</param>
    public static byte[] Build(
        int width, int height, int bands, int bits, int photometric, bool isPlanar, Func<int, int, int, int> value, bool isWidened = true,
        int extra = 0)
    {
        List<byte> file = [(byte)'I', (byte)'I', 42, 0, 0, 0, 0, 0];
        int planes = isPlanar ? bands : 1, known = photometric >= Rgb ? 3 : 1, planeBytes = width * height * bands * bits / 8 / planes;
        for (int i = 0; i < width * height * bands; i++)
        {
            (int pixel, int band) = isPlanar ? (i % (width * height), i / (width * height)) : (i / bands, i % bands);
            int v = value(pixel % width, pixel / width, band);
            file.AddRange(bits == 8 ? [(byte)v] : BitConverter.GetBytes((ushort)(isWidened ? 257 * v : v)));
        }

        List<(int Tag, int Type, int[] Values)> tags =
        [
            (256, 3, [width]), (257, 3, [height]), (258, 3, [.. Enumerable.Repeat(bits, bands)]), (259, 3, [1]), (262, 3, [photometric]),
            (273, 4, [.. Enumerable.Range(0, planes).Select(p => 8 + (p * planeBytes))]), (277, 3, [bands]), (278, 3, [height]),
            (279, 4, [.. Enumerable.Repeat(planeBytes, planes)]), (284, 3, [isPlanar ? 2 : 1]),
        ];
        if (bands > known)
        {
            tags.Add((338, 3, [.. Enumerable.Repeat(extra, bands - known)]));
        }

        List<byte> directory = [.. BitConverter.GetBytes((ushort)tags.Count)], beyond = [];
        int start = file.Count, behind = start + 2 + (12 * tags.Count) + 4;
        foreach ((int tag, int type, int[] values) in tags)
        {
            byte[] raw = [.. values.SelectMany(v => type == 3 ? BitConverter.GetBytes((ushort)v) : BitConverter.GetBytes(v))];
            directory.AddRange([.. BitConverter.GetBytes((ushort)tag), .. BitConverter.GetBytes((ushort)type), .. BitConverter.GetBytes(values.Length)]);
            directory.AddRange(raw.Length <= 4 ? [.. raw, .. new byte[4 - raw.Length]] : BitConverter.GetBytes(behind + beyond.Count));
            beyond.AddRange(raw.Length <= 4 ? [] : raw);
        }

        byte[] whole = [.. file, .. directory, .. new byte[4], .. beyond];
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), start);
        return whole;
    }
}
