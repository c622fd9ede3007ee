namespace SeCo.Correction.Features;

/// <summary>Describes the regions of an image by features: of a frozen network, pooled under each region, of colour and texture, and of shape and
/// place.</summary>
internal sealed class RegionFeatureExtractor
{
    internal const int GeometryLength = 8;
    private readonly IImageFeatures? _backbone;
    private readonly FrozenFeatureOptions _options;
    private readonly int[] _levels = [];

    /// <summary>Creates an extractor; without a network of descriptors only.</summary>
    public RegionFeatureExtractor(IImageFeatures? backbone, FrozenFeatureOptions options)
    {
        (_backbone, _options) = (backbone, options);
        if (backbone is not null)
        {
            int maps = backbone.Channels.Count;
            _levels = [.. options.Levels.Count == 0 ? Enumerable.Range(0, maps) : options.Levels.Order().Select(level => level - 1)];
            if (_levels[^1] >= maps)
            {
                throw new ArgumentException($"correction.frozen.levels names {_levels[^1] + 1}, but the network has {maps} feature maps.", nameof(options));
            }
        }

        Length = _levels.Sum(level => backbone!.Channels[level])
            + (UseDescriptors ? RegionDescriptors.Length : 0)
            + (options.Geometry ? GeometryLength : 0);
    }

    public int Length { get; }

    private bool UseDescriptors => _options.Descriptors || _backbone is null;

    /// <summary>Computes the features <c>[R, Length]</c> of an image's regions, masks in the image's size, none over another.</summary>
    public float[] Extract(RgbImage image, IReadOnlyList<ConnectedRegion> regions, string name = "")
    {
        float[] features = new float[(long)regions.Count * Length];
        if (regions.Count == 0)
        {
            return features;
        }

        int[] regionOfPixel = Index(image, regions);
        int offset = _backbone is null ? 0 : Pool(_backbone.Describe(image, name, _levels), image, regionOfPixel, regions.Count, features);
        if (UseDescriptors)
        {
            RegionDescriptors.Compute(image, regionOfPixel, [.. regions.Select(r => r.Bounds)], features, Length, offset);
            offset += RegionDescriptors.Length;
        }

        if (_options.Geometry)
        {
            for (int i = 0; i < regions.Count; i++)
            {
                WriteGeometry(regions[i].Bounds, regions[i].Area, image.Width, image.Height, features.AsSpan((i * Length) + offset, GeometryLength));
            }
        }

        return features;
    }

    /// <summary>Where a region lies and how it is shaped, whatever the image's size: centre, width, height, lower edge (each as a share of the image),
    /// logarithm of the area's share, share of the box filled, logarithm of the aspect.</summary>
    internal static void WriteGeometry(Box box, long area, int imageWidth, int imageHeight, Span<float> destination)
    {
        destination[0] = (box.X0 + box.X1) / (2f * imageWidth);
        destination[1] = (box.Y0 + box.Y1) / (2f * imageHeight);
        destination[2] = (float)box.Width / imageWidth;
        destination[3] = (float)box.Height / imageHeight;
        destination[4] = (float)box.Y1 / imageHeight;
        destination[5] = MathF.Log((float)area / ((float)imageWidth * imageHeight));
        destination[6] = (float)area / Math.Max(1, box.Area);
        destination[7] = MathF.Log((float)box.Width / box.Height);
    }

    private static int[] Index(RgbImage image, IReadOnlyList<ConnectedRegion> regions)
    {
        int[] regionOfPixel = new int[image.Width * image.Height];
        Array.Fill(regionOfPixel, -1);
        for (int region = 0; region < regions.Count; region++)
        {
            regions[region].Mask.Paint(regionOfPixel, region);
        }

        return regionOfPixel;
    }

    private int Pool(IEnumerable<FeatureMap> maps, RgbImage image, int[] regionOfPixel, int regions, float[] features)
    {
        int offset = 0;
        foreach (FeatureMap map in maps)
        {
            RegionPooling.Mean(regionOfPixel, image.Width, image.Height, regions, map, features, Length, offset);
            offset += map.Channels;
        }

        return offset;
    }
}
