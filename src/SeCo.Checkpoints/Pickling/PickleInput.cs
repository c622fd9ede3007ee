namespace SeCo.Checkpoints.Pickling;

/// <summary>The bytes of a pickle: a window of a file or an array. Every length is checked against what is left before memory is taken.</summary>
internal sealed class PickleInput
{
    /// <summary>Weights lie outside the pickle, so that even a very large model's has a few megabytes.</summary>
    public const int MaxLength = 1 << 28;

    private const int WindowSize = 1 << 16;
    private const int MaxLine = 1 << 16;

    private readonly CheckpointBytes _file;
    private readonly string _part;
    private readonly bool _isWindow;
    private readonly long _start;
    private readonly long _end;
    private byte[] _buffer;
    private long _bufferStart;
    private int _filled;
    private int _next;

    /// <summary>Reads a pickle that stands in the file itself, from a position on.</summary>
    public PickleInput(CheckpointBytes file, long start, string part)
        : this(file, [], part)
    {
        (_isWindow, _start, _bufferStart, _end) = (true, start, start, file.Length);
        _buffer = new byte[WindowSize];
    }

    /// <summary>Reads a pickle that was taken out of the file.</summary>
    public PickleInput(CheckpointBytes file, byte[] bytes, string part)
    {
        (_file, _part, _buffer) = (file, part, bytes);
        _end = _filled = bytes.Length;
    }

    /// <summary>Where the next byte stands.</summary>
    public long Position => _bufferStart + _next;

    private long Remaining => _end - Position;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double ReadDoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>The next bytes; valid until the next read.</summary>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)Remaining)
        {
            throw Fault($"{count} bytes are expected, but {Remaining} are left; the file may be truncated");
        }

        if ((long)count > MaxLength - (Position - _start))
        {
            throw Fault($"the pickle is longer than {MaxLength} bytes, which no state dictionary needs");
        }

        Ensure((int)count);
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_next, (int)count);
        _next += (int)count;
        return bytes;
    }

    /// <summary>The bytes up to the next line feed, which is passed over; valid until the next read.</summary>
    public ReadOnlySpan<byte> TakeLine()
    {
        int available = (int)Math.Min(MaxLine, Remaining);
        int length = _buffer.AsSpan(_next, Math.Min(available, _filled - _next)).IndexOf((byte)'\n');
        if (length < 0)
        {
            Ensure(available); // moves what is left of the window, so it must not be done for each line
            length = _buffer.AsSpan(_next, available).IndexOf((byte)'\n');
        }

        if (length < 0)
        {
            throw Fault($"a line does not end within {available} bytes");
        }

        ReadOnlySpan<byte> line = _buffer.AsSpan(_next, length);
        _next += length + 1;
        return line;
    }

    /// <summary>An exception that tells where in the pickle reading stopped.</summary>
    public CheckpointException Fault(string what, string wayOut = "") => _file.Fault($"{what} (byte {Position} of {_part}){wayOut}");

    /// <summary>What the file may ask for; faults are told with their place.</summary>
    public ReadBudget Budget() => new(_file.Length, what => Fault(what));

    /// <summary>Has the next bytes in the buffer; their number was checked.</summary>
    private void Ensure(int count)
    {
        if (_filled - _next >= count || !_isWindow)
        {
            return;
        }

        int kept = _filled - _next;
        byte[] target = count > _buffer.Length ? new byte[count] : _buffer;
        Buffer.BlockCopy(_buffer, _next, target, 0, kept);
        _buffer = target;
        _bufferStart += _next;
        _next = 0;
        _filled = (int)Math.Min(_buffer.Length, _end - _bufferStart);
        _file.Read(_buffer.AsSpan(kept, _filled - kept), _bufferStart + kept);
    }
}
