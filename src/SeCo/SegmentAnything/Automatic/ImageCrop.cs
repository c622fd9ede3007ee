namespace SeCo.SegmentAnything;

/// <summary>A part of an image that is looked at by itself; layer 0 is the whole image.</summary>
internal readonly record struct ImageCrop(Box Box, int Layer)
{
    /// <summary>The whole image, then layer by layer 2^i x 2^i overlapping parts, column by column (official <c>generate_crop_boxes</c>). The overlap of the
    /// first layer is a share of the shorter side; it halves from layer to layer.</summary>
    /// <exception cref="ArgumentException">The image is so small that a part would be empty.</exception>
    public static IReadOnlyList<ImageCrop> Layers(int width, int height, int layers, double overlapRatio)
    {
        List<ImageCrop> crops = [new ImageCrop(new Box(0, 0, width, height), 0)];
        for (int layer = 1; layer <= layers; layer++)
        {
            int side = 1 << layer;
            int overlap = (int)(overlapRatio * Math.Min(width, height) * (2.0 / side));
            int cropWidth = Length(width, side, overlap), cropHeight = Length(height, side, overlap);
            for (int i = 0; i < side * side; i++)
            {
                int x0 = (cropWidth - overlap) * (i / side), y0 = (cropHeight - overlap) * (i % side);
                Box box = new(x0, y0, Math.Min(x0 + cropWidth, width), Math.Min(y0 + cropHeight, height));
                if (box.IsEmpty)
                {
                    throw new ArgumentException(
                        $"An image of {width} x {height} pixels cannot be cut into {side} x {side} crops (layer {layer}). Ask for fewer crop layers.",
                        nameof(layers));
                }

                crops.Add(new ImageCrop(box, layer));
            }
        }

        return crops;
    }

    /// <summary>True where a side of a mask's box lies by a side of the crop that is not by a side of the image: the thing is probably cut off, and another
    /// crop has more of it (official <c>is_box_near_crop_edge</c>).</summary>
    public bool CutsOff(ImageBox box, int width, int height, double tolerance = 20)
    {
        ImageBox placed = Uncrop(box);
        return Cuts(placed.X0, Box.X0, 0) || Cuts(placed.Y0, Box.Y0, 0) || Cuts(placed.X1, Box.X1, width) || Cuts(placed.Y1, Box.Y1, height);

        bool Cuts(double side, double cropSide, double imageSide) => Math.Abs(side - cropSide) <= tolerance && !(Math.Abs(side - imageSide) <= tolerance);
    }

    /// <summary>A point of the crop in pixels of the image.</summary>
    public ImagePoint Uncrop(ImagePoint point) => new(point.X + Box.X0, point.Y + Box.Y0);

    /// <summary>A box of the crop in pixels of the image.</summary>
    public ImageBox Uncrop(ImageBox box) => new(box.X0 + Box.X0, box.Y0 + Box.Y0, box.X1 + Box.X0, box.Y1 + Box.Y0);

    private static int Length(int length, int side, int overlap) => (int)Math.Ceiling(((overlap * (side - 1)) + length) / (double)side);
}
