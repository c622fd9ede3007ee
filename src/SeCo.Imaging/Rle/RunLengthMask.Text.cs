using System.Buffers;

namespace SeCo.Imaging.Rle;

/// <content>COCO's compressed string.</content>
public sealed partial class RunLengthMask
{
    private const int FirstCharacter = 48;
    private const int MostCharacters = 7;

    /// <summary>COCO's compressed string: differences to the run two places before, five bits a character.</summary>
    public string ToCompressedString()
    {
        char[] text = ArrayPool<char>.Shared.Rent(_counts.Length * MostCharacters);
        int length = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            long value = i > 2 ? (long)_counts[i] - _counts[i - 2] : _counts[i];
            bool more = true;
            while (more)
            {
                int group = (int)(value & 0x1f);
                value >>= 5;
                more = (group & 0x10) != 0 ? value != -1 : value != 0;
                text[length++] = (char)((more ? group | 0x20 : group) + FirstCharacter);
            }
        }

        string result = new(text, 0, length);
        ArrayPool<char>.Shared.Return(text);
        return result;
    }

    /// <summary>Reads COCO's compressed string.</summary>
    /// <exception cref="ImageFormatException">A character outside the alphabet, a value cut short, a negative run,
    /// or runs that do not fill the mask.</exception>
    public static RunLengthMask Parse(int width, int height, ReadOnlySpan<char> text)
    {
        uint[] counts = new uint[CountNumbers(text)];
        int position = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            long value = ReadNumber(text, ref position) + (i > 2 ? counts[i - 2] : 0);
            if (value is < 0 or > uint.MaxValue)
            {
                throw new ImageFormatException($"Run-length text gives run {i} the length {value}, expected 0 to {uint.MaxValue}.");
            }

            counts[i] = (uint)value;
        }

        if (position < text.Length)
        {
            throw new ImageFormatException($"Run-length text ends inside a number, at character {text.Length}. It is cut short.");
        }

        CheckSum(width, height, counts);
        return new RunLengthMask(width, height, counts);
    }

    /// <summary>Checks the alphabet; a character without the bit for "more follows" ends a number.</summary>
    private static int CountNumbers(ReadOnlySpan<char> text)
    {
        int stranger = text.IndexOfAnyExceptInRange('0', 'o');
        if (stranger >= 0)
        {
            throw new ImageFormatException($"Run-length text has '{text[stranger]}' at character {stranger}, expected '0' to 'o'.");
        }

        int numbers = 0;
        foreach (char character in text)
        {
            numbers += ((character - FirstCharacter) >> 5) ^ 1;
        }

        return numbers;
    }

    private static long ReadNumber(ReadOnlySpan<char> text, ref int position)
    {
        long value = 0;
        for (int shift = 0; shift < 5 * MostCharacters; shift += 5)
        {
            int group = text[position++] - FirstCharacter;
            value |= (long)(group & 0x1f) << shift;
            if ((group & 0x20) == 0)
            {
                return (group & 0x10) == 0 ? value : value | (-1L << (shift + 5));
            }
        }

        throw new ImageFormatException($"Run-length text has a number of more than {MostCharacters} characters that ends at character {position}.");
    }
}
