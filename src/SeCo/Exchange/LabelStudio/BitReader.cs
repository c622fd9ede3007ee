namespace SeCo.Exchange;

/// <summary>Reads bits, highest first.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _at;

    /// <summary>The next bits as a number.</summary>
    /// <exception cref="ImageFormatException">There are not as many.</exception>
    public uint Read(int bits)
    {
        if (_at + bits > _bytes.Length * 8L)
        {
            throw new ImageFormatException($"Packed data end after {_bytes.Length} bytes, inside a number. They are cut short.");
        }

        uint value = 0;
        for (int i = 0; i < bits; i++, _at++)
        {
            value = (value << 1) | (uint)((_bytes[(int)(_at >> 3)] >> (7 - (int)(_at & 7))) & 1);
        }

        return value;
    }
}
