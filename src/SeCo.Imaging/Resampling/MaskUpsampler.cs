using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SeCo.Imaging.Resampling;

/// <summary>Makes masks of the image's size from low-resolution logits, without ever holding the logits of all pixels.</summary>
/// <remarks>
/// <para>The official post-processing resizes bilinearly twice and compares with 0. Both steps are linear and separable, so each pixel is a weighted mean
/// of 3 x 3 low-resolution values. Where all of a tile's values are on one side of every threshold, nothing is computed. The plan is made once for
/// a size of image and serves any number of threads.</para>
/// <para>Values differ from the official ones by rounding alone (about 1e-5 of the largest logit); they do not depend on the processor.</para></remarks>
public sealed class MaskUpsampler
{
    private const int Tile = 64;
    private const int Active = 1, Mixed = 2, Ready = 4;
    private static readonly int Lanes = Vector512<float>.Count;

    private readonly UpsamplingTaps _rows;
    private readonly UpsampledColumns _columns;
    private readonly ConcurrentBag<Workspace> _free = [];

    /// <summary>Plans the way from low resolution to an image.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="resizedWidth">Columns that the resized image fills in the model's square.</param>
    /// <param name="resizedHeight">Rows that it fills there.</param>
    /// <param name="modelSide">Side of the model's square, in pixels.</param>
    /// <param name="lowResolutionSide">Side of the low-resolution planes.</param>
    public MaskUpsampler(int width, int height, int resizedWidth, int resizedHeight, int modelSide, int lowResolutionSide)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resizedWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resizedHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowResolutionSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(modelSide, Math.Max(resizedWidth, resizedHeight));
        (Width, Height, Side) = (width, height, lowResolutionSide);
        _rows = new UpsamplingTaps(lowResolutionSide, modelSide, resizedHeight, Height);
        _columns = new UpsampledColumns(new UpsamplingTaps(lowResolutionSide, modelSide, resizedWidth, Width), lowResolutionSide, Width);
    }

    /// <summary>Columns of the masks.</summary>
    public int Width { get; }

    /// <summary>Rows of the masks.</summary>
    public int Height { get; }

    /// <summary>Side of the low-resolution planes.</summary>
    public int Side { get; }

    /// <summary>The mask of logits above 0, and how many pixels lie above two more thresholds.</summary>
    /// <param name="logits">The low-resolution plane, <c>[Side, Side]</c>.</param>
    /// <param name="offset">Pixels above this, and above its negative, are counted; 0 or more.</param>
    /// <returns>The mask; it uses memory of this upsampler until it is disposed.</returns>
    /// <exception cref="ArgumentException">Another number of logits.</exception>
    public UpsampledMask Threshold(ReadOnlySpan<float> logits, double offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        CheckSize(logits);
        if (!_free.TryTake(out Workspace? work))
        {
            work = new Workspace(Side * _columns.Padded, Side * _columns.Tiles, Height * _columns.Tiles, _columns.Tiles, (Side + 63) / 64);
        }

        Classify(logits, (float)offset, work);
        Tally tally = new((float)offset);
        bool any = false;
        for (int y = 0; y < Height; y++)
        {
            if (y == 0 || _rows.Starts[y] != _rows.Starts[y - 1])
            {
                any = PlanTiles(logits, _rows.Starts[y], work);
            }

            if (any)
            {
                FillRow(y, ref tally, work);
            }
            else
            {
                work.Bits.AsSpan(y * _columns.Tiles, _columns.Tiles).Clear();
            }
        }

        return new UpsampledMask(this, work, tally.Inside, tally.Strict, tally.Lax, tally.Bounds(work.Columns));
    }

    /// <summary>The logits of all pixels of the image.</summary>
    /// <param name="logits">The low-resolution plane, <c>[Side, Side]</c>.</param>
    /// <returns><c>[Height, Width]</c>, row-major.</returns>
    /// <exception cref="ArgumentException">Another number of logits.</exception>
    public float[] Logits(ReadOnlySpan<float> logits)
    {
        CheckSize(logits);
        float[] wide = new float[Side * _columns.Padded];
        for (int row = 0; row < _rows.End; row++)
        {
            for (int tile = 0; tile < _columns.Tiles; tile++)
            {
                _columns.Fill(logits.Slice(row * Side, Side), wide.AsSpan((row * _columns.Padded) + (tile * Tile), Tile), tile);
            }
        }

        float[] result = new float[checked(Width * Height)];
        Span<float> padded = new float[_columns.Padded];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < _columns.Padded; x += Lanes)
            {
                Mix(ref wide[(_rows.Starts[y] * _columns.Padded) + x], _rows.Weights.AsSpan(y * _rows.Count, _rows.Count)).CopyTo(padded[x..]);
            }

            padded[..Width].CopyTo(result.AsSpan(y * Width));
        }

        return result;
    }

    internal void Return(Workspace work) => _free.Add(work);

    /// <summary>Begins a mask: finds, for each low-resolution row and tile, whether any of its values can reach a threshold,
    /// and whether any can fail to.</summary>
    private void Classify(ReadOnlySpan<float> logits, float offset, Workspace work)
    {
        // A mean of values of one sign is off by rounding of a millionth at most; the margin is ten times that.
        float low = -offset * (1 + 1e-5f), high = offset * (1 + 1e-5f);
        Array.Fill(work.States, (byte)Mixed);
        Array.Clear(work.Columns);
        for (int row = 0; row < _rows.End; row++)
        {
            Span<byte> states = work.States.AsSpan(row * _columns.Tiles, _columns.Tiles);
            if (Compare(logits.Slice(row * Side, Side), low, high, work.Reaching, work.Failing) == 0)
            {
                continue;
            }

            for (int tile = 0; tile < states.Length; tile++)
            {
                (int start, int end) = _columns.Source(tile);
                states[tile] = (byte)((Any(work.Reaching, start, end) ? Active : 0) | (Any(work.Failing, start, end) ? Mixed : 0));
            }
        }
    }

    /// <summary>Bits of the values that are not below the low mark, and of those that are not above the high one.</summary>
    /// <returns>0 where no value of the row reaches the low mark.</returns>
    private static ulong Compare(ReadOnlySpan<float> values, float low, float high, ulong[] reaching, ulong[] failing)
    {
        ulong any = 0;
        Array.Clear(reaching);
        Array.Clear(failing);
        ref float value = ref MemoryMarshal.GetReference(values);
        Vector512<float> lows = Vector512.Create(low), highs = Vector512.Create(high);
        int i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            Vector512<float> some = Vector512.LoadUnsafe(ref value, (nuint)i);
            ulong reach = Vector512.GreaterThanOrEqual(some, lows).ExtractMostSignificantBits();
            reaching[i >> 6] |= reach << (i & 63);
            failing[i >> 6] |= (~Vector512.GreaterThan(some, highs)).ExtractMostSignificantBits() << (i & 63);
            any |= reach;
        }

        for (; i < values.Length; i++)
        {
            ulong reach = values[i] >= low ? 1ul : 0;
            reaching[i >> 6] |= reach << (i & 63);
            failing[i >> 6] |= (values[i] > high ? 0ul : 1) << (i & 63);
            any |= reach;
        }

        return any;
    }

    private static bool Any(ReadOnlySpan<ulong> bits, int start, int end)
    {
        for (int word = start >> 6; word <= (end - 1) >> 6; word++)
        {
            ulong from = word == start >> 6 ? ulong.MaxValue << (start & 63) : ulong.MaxValue;
            ulong to = word == (end - 1) >> 6 ? ulong.MaxValue >> (63 - ((end - 1) & 63)) : ulong.MaxValue;
            if ((bits[word] & from & to) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is to be done with each tile of the rows that lie between the same low-resolution rows.</summary>
    /// <returns>False where all tiles are outside.</returns>
    private bool PlanTiles(ReadOnlySpan<float> logits, int start, Workspace work)
    {
        int tiles = _columns.Tiles, end = start + _rows.Count;
        bool any = false;
        for (int tile = 0; tile < tiles; tile++)
        {
            int states = 0, common = Ready;
            for (int source = start; source < end; source++)
            {
                int state = work.States[(source * tiles) + tile];
                states |= state;
                common &= state;
            }

            bool active = (states & Active) != 0, mixed = active && (states & Mixed) != 0;
            if (mixed && common == 0)
            {
                Prepare(logits, start, end, tile, work);
            }

            work.Plan[tile] = (byte)(mixed ? Mixed : active ? Active : 0);
            any |= active;
        }

        return any;
    }

    private void FillRow(int y, ref Tally tally, Workspace work)
    {
        Span<ulong> row = work.Bits.AsSpan(y * _columns.Tiles, _columns.Tiles);
        ReadOnlySpan<byte> plan = work.Plan.AsSpan(0, row.Length);
        ReadOnlySpan<float> weights = _rows.Weights.AsSpan(y * _rows.Count, _rows.Count);
        ref float wide = ref work.Wide[_rows.Starts[y] * _columns.Padded];
        ulong any = 0;
        for (int tile = 0; tile < row.Length; tile++)
        {
            ulong inside = 0;
            if (plan[tile] != 0)
            {
                ulong valid = _columns.Valid(tile);
                inside = plan[tile] == Active ? tally.Fill(valid) : FillTile(ref Unsafe.Add(ref wide, tile * Tile), weights, valid, ref tally);
                any |= inside;
                work.Columns[tile] |= inside;
            }

            row[tile] = inside;
        }

        if (any != 0)
        {
            tally.AddRow(y);
        }
    }

    /// <summary>Resizes the low-resolution rows of a tile to its columns, those that no earlier row needed.</summary>
    private void Prepare(ReadOnlySpan<float> logits, int start, int end, int tile, Workspace work)
    {
        for (int source = start; source < end; source++)
        {
            ref byte state = ref work.States[(source * _columns.Tiles) + tile];
            if ((state & Ready) == 0)
            {
                state |= Ready;
                _columns.Fill(logits.Slice(source * Side, Side), work.Wide.AsSpan((source * _columns.Padded) + (tile * Tile), Tile), tile);
            }
        }
    }

    private ulong FillTile(ref float wide, ReadOnlySpan<float> weights, ulong valid, ref Tally tally)
    {
        Vector512<float> strictly = Vector512.Create(tally.Offset), laxly = Vector512.Create(-tally.Offset);
        ulong inside = 0, strict = 0, lax = 0;
        for (int i = 0; i < Tile; i += Lanes)
        {
            Vector512<float> values = Mix(ref Unsafe.Add(ref wide, i), weights);
            inside |= Vector512.GreaterThan(values, Vector512<float>.Zero).ExtractMostSignificantBits() << i;
            strict |= Vector512.GreaterThan(values, strictly).ExtractMostSignificantBits() << i;
            lax |= Vector512.GreaterThan(values, laxly).ExtractMostSignificantBits() << i;
        }

        inside &= valid;
        tally.Add(inside, strict & valid, lax & valid);
        return inside;
    }

    /// <summary>16 pixels of a row from the rows above and below, which have the image's columns already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Mix(ref float wide, ReadOnlySpan<float> weights)
    {
        nuint step = (nuint)_columns.Padded, place = step;
        Vector512<float> sum = Vector512.LoadUnsafe(ref wide) * weights[0];
        for (int k = 1; k < weights.Length; k++)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref wide, place), Vector512.Create(weights[k]), sum);
            place += step;
        }

        return sum;
    }

    private void CheckSize(ReadOnlySpan<float> logits)
    {
        if (logits.Length != Side * Side)
        {
            throw new ArgumentException($"{logits.Length} logits, expected {Side} x {Side} of low resolution.", nameof(logits));
        }
    }

    /// <summary>What one mask needs while it is made; used again for the next.</summary>
    internal sealed class Workspace(int wide, int states, int bits, int columns, int words)
    {
        /// <summary>Low-resolution rows with the image's columns, <c>[Side, Padded]</c>.</summary>
        public float[] Wide { get; } = new float[wide];

        /// <summary>What is known of each low-resolution row and tile.</summary>
        public byte[] States { get; } = new byte[states];

        /// <summary>What is to be done with each tile of the current row.</summary>
        public byte[] Plan { get; } = new byte[columns];

        /// <summary>The mask, a word for each row and tile.</summary>
        public ulong[] Bits { get; } = new ulong[bits];

        /// <summary>All rows of the mask over each other.</summary>
        public ulong[] Columns { get; } = new ulong[columns];

        /// <summary>Values of one row that reach the low mark.</summary>
        public ulong[] Reaching { get; } = new ulong[words];

        /// <summary>Values of one row that do not reach the high mark.</summary>
        public ulong[] Failing { get; } = new ulong[words];
    }

    /// <summary>Counts pixels and finds the first and last rows.</summary>
    private struct Tally(float offset)
    {
        private int _top = -1;
        private int _bottom;

        public float Offset { get; } = offset;

        public long Inside { get; private set; }

        public long Strict { get; private set; }

        public long Lax { get; private set; }

        public void Add(ulong inside, ulong strict, ulong lax)
        {
            Inside += BitOperations.PopCount(inside);
            Strict += BitOperations.PopCount(strict);
            Lax += BitOperations.PopCount(lax);
        }

        /// <summary>Counts pixels above all thresholds.</summary>
        public ulong Fill(ulong pixels)
        {
            Add(pixels, pixels, pixels);
            return pixels;
        }

        public void AddRow(int y)
        {
            _top = _top < 0 ? y : _top;
            _bottom = y + 1;
        }

        public readonly Box Bounds(ReadOnlySpan<ulong> columns)
        {
            if (_top < 0)
            {
                return default;
            }

            int first = columns.IndexOfAnyExcept(0ul), last = columns.LastIndexOfAnyExcept(0ul);
            return new Box(
                (first * Tile) + BitOperations.TrailingZeroCount(columns[first]),
                _top,
                (last * Tile) + Tile - BitOperations.LeadingZeroCount(columns[last]),
                _bottom);
        }
    }
}
