namespace SeCo.Exchange;

/// <summary>Collects bits, highest first; the last byte is filled with zeros.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _used;

    /// <summary>Adds the lowest bits of a number.</summary>
    public void Write(uint value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            if (_used == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << (7 - _used));
            _used = (_used + 1) & 7;
        }
    }

    public byte[] ToArray() => [.. _bytes];
}
