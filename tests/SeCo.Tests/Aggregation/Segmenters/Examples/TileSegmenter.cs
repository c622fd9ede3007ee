using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Tests.Aggregation.Segmenters.Examples;

/// <summary>The segmenter <c>tiles</c>: cuts an image into squares, whatever it shows.</summary>
/// <param name="side">The side of a square, in pixels.</param>
public sealed class TileSegmenter(int side) : ISegmenter
{
    /// <summary>The row for the registry.</summary>
    public static SegmenterEntry Row { get; } =
        new("tiles", (settings, run) => new SegmenterSource(() => new TileSegmenter(settings.BuiltIn.MinimumSuperpixel)));

    /// <inheritdoc/>
    public string Fingerprint => $"tiles/1 side={side}";

    /// <inheritdoc/>
    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default) => new Tiles(image, side);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Tiles(RgbImage image, int side) : ISegmentedImage
    {
        public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) =>
        [
            .. from y in Enumerable.Range(0, (image.Height + side - 1) / side)
               from x in Enumerable.Range(0, (image.Width + side - 1) / side)
               select Tile(x * side, y * side),
        ];

        // The square under the first point, or under the corner of the box.
        public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) =>
        [
            .. prompts.Select(prompt => prompt.Points.Count > 0
                ? Tile((int)prompt.Points[0].X / side * side, (int)prompt.Points[0].Y / side * side)
                : Tile(prompt.Box!.Value.X0 / side * side, prompt.Box.Value.Y0 / side * side)),
        ];

        public void Dispose()
        {
        }

        private SegmentMask Tile(int x, int y)
        {
            Box tile = new Box(x, y, x + side, y + side).Clip(image.Width, image.Height);
            return new SegmentMask(RunLengthMask.FromWindow(image.Width, image.Height, tile, [.. Enumerable.Repeat((byte)1, (int)tile.Area)]), 1);
        }
    }
}
