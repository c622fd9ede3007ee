using System.IO.Compression;

namespace SeCo.Imaging.Codecs;

/// <summary>Writes a label map as TIFF, some rows at a time: tiles of 256 x 256, each packed with Deflate, with the colours of a palette. For maps that are
/// too large for one PNG in memory.</summary>
/// <remarks>TIFF 6.0 with compression 8. 255 is noted as GDAL's value for no data (tag 42113). The same labels give the same bytes.</remarks>
public sealed class LabelTiff : IDisposable
{
    /// <summary>The side of a tile, in pixels.</summary>
    public const int Tile = 256;

    private readonly Stream _stream;
    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _rows; // one row of tiles
    private readonly uint[] _places;
    private readonly uint[] _sizes;
    private readonly MemoryStream _packed = new();
    private int _y;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to write: at its start, and able to go back there; stays open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public LabelTiff(Stream stream, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (_stream, _width, _height) = (stream, width, height);
        _rows = new byte[checked(Tile * width)];
        long tiles = (long)Across * ((height + Tile - 1) / Tile);
        (_places, _sizes) = (new uint[tiles], new uint[tiles]);
        stream.Write("II*\0\0\0\0\0"u8);
    }

    private int Across => (_width + Tile - 1) / Tile;

    /// <summary>Writes the next rows.</summary>
    /// <param name="labels">Whole rows, <c>[n, W]</c>.</param>
    /// <exception cref="ArgumentException">No whole rows, or more than the map has.</exception>
    public void Write(ReadOnlySpan<byte> labels)
    {
        if (labels.Length % _width != 0 || labels.Length / _width > _height - _y)
        {
            throw new ArgumentException($"{labels.Length} labels, expected whole rows of {_width} of at most {_height - _y} that are left.", nameof(labels));
        }

        for (; !labels.IsEmpty; labels = labels[_width..])
        {
            labels[.._width].CopyTo(_rows.AsSpan(_y % Tile * _width));
            _y++;
            if (_y % Tile == 0 || _y == _height)
            {
                WriteTiles();
            }
        }
    }

    /// <summary>Ends the file, after its last row.</summary>
    /// <param name="palette">The colours of the labels.</param>
    /// <param name="place">Where the map lies on the earth; null: not known.</param>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    /// <exception cref="IOException">The file would be larger than 4 GiB, which TIFF cannot hold.</exception>
    public void Finish(Palette palette, GeoReference? place = null)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (_y < _height)
        {
            throw new InvalidOperationException($"{_y} of {_height} rows were written.");
        }

        ushort[] colors = new ushort[3 * Palette.Count];
        for (int i = 0; i < colors.Length; i++)
        {
            colors[i] = (ushort)(palette.Bytes[(i % Palette.Count * 3) + (i / Palette.Count)] * 257); // all reds, all greens, all blues
        }

        _stream.Write(new byte[_stream.Position & 1]);
        uint directory = Place();
        TiffEntry.WriteAll(
            _stream,
            [
                TiffEntry.Of(256, (uint)_width), TiffEntry.Of(257, (uint)_height), TiffEntry.Of(258, (ushort)8), TiffEntry.Of(259, (ushort)8),
                TiffEntry.Of(262, (ushort)3), TiffEntry.Of(277, (ushort)1), TiffEntry.Of(284, (ushort)1), TiffEntry.Of(320, colors),
                TiffEntry.Of(322, (uint)Tile), TiffEntry.Of(323, (uint)Tile), TiffEntry.Of(324, _places), TiffEntry.Of(325, _sizes),
                new TiffEntry(42113, TiffEntry.Ascii, 4, "255\0"u8.ToArray()), .. place?.Entries ?? [],
            ]);
        _ = Place();
        _stream.Position = 4;
        Span<byte> start = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(start, directory);
        _stream.Write(start);
    }

    /// <inheritdoc/>
    public void Dispose() => _packed.Dispose();

    private void WriteTiles()
    {
        byte[] tile = new byte[Tile * Tile];
        int row = (_y - 1) / Tile, rows = _y - (row * Tile);
        for (int column = 0; column < Across; column++)
        {
            int x = column * Tile, width = Math.Min(Tile, _width - x);
            Array.Fill(tile, LabelMap.Ignore); // beyond the map
            for (int y = 0; y < rows; y++)
            {
                _rows.AsSpan((y * _width) + x, width).CopyTo(tile.AsSpan(y * Tile));
            }

            _packed.SetLength(0);
            using (ZLibStream deflate = new(_packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                deflate.Write(tile);
            }

            int i = (row * Across) + column;
            (_places[i], _sizes[i]) = (Place(), (uint)_packed.Length);
            _packed.WriteTo(_stream);
        }
    }

    private uint Place() => _stream.Position <= uint.MaxValue ? (uint)_stream.Position
        : throw new IOException($"The label map of {_width} x {_height} pixels takes more than 4 GiB, which a TIFF cannot hold. Cut the image first.");
}
