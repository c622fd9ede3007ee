using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Torch;

namespace SeCo.Correction.Features;

/// <summary>Describes the regions of an image by features: of a frozen network, pooled under each region, of colour and texture, and of shape and
/// place.</summary>
public sealed class RegionFeatureExtractor
{
    private readonly FeatureBackbone? _backbone;
    private readonly FrozenFeatureOptions _options;

    /// <summary>Creates an extractor.</summary>
    /// <param name="backbone">The frozen network; null for descriptors only.</param>
    /// <param name="options">What to compute.</param>
    public RegionFeatureExtractor(FeatureBackbone? backbone, FrozenFeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _backbone = backbone;
        _options = options;
        Length = (backbone?.Network.FeatureChannels.Sum() ?? 0)
            + (UseDescriptors ? RegionDescriptors.Length : 0)
            + (options.Geometry ? RegionGeometry.Length : 0);
    }

    /// <summary>Features of one region.</summary>
    public int Length { get; }

    private bool UseDescriptors => _options.Descriptors || _backbone is null;

    /// <summary>Computes the features of an image's regions.</summary>
    /// <param name="image">The image.</param>
    /// <param name="regions">The regions, masks in the image's size, none over another.</param>
    /// <returns>Row-major <c>[R, Length]</c>.</returns>
    public float[] Extract(RgbImage image, IReadOnlyList<ConnectedRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(regions);
        float[] features = new float[(long)regions.Count * Length];
        if (regions.Count == 0)
        {
            return features;
        }

        int[] regionOfPixel = Index(image, regions);
        int offset = _backbone is null ? 0 : PoolNetwork(_backbone, image, regionOfPixel, regions.Count, features);
        if (UseDescriptors)
        {
            RegionDescriptors.Compute(image, regionOfPixel, [.. regions.Select(r => r.Bounds)], features, Length, offset);
            offset += RegionDescriptors.Length;
        }

        if (_options.Geometry)
        {
            for (int i = 0; i < regions.Count; i++)
            {
                RegionGeometry.Compute(regions[i].Bounds, regions[i].Area, image.Width, image.Height,
                    features.AsSpan((i * Length) + offset, RegionGeometry.Length));
            }
        }

        return features;
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

    private int PoolNetwork(FeatureBackbone backbone, RgbImage image, int[] regionOfPixel, int regions, float[] features)
    {
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        int offset = 0;
        foreach (Tensor map in backbone.Features(image))
        {
            int channels = (int)map.Size(1), height = (int)map.Size(2), width = (int)map.Size(3);
            float[] cells = map.Permute(0, 2, 3, 1).Contiguous().To(Device.Cpu).ToArray<float>(); // [1, h, w, C]
            RegionPooling.Mean(regionOfPixel, image.Width, image.Height, regions, cells, width, height, features, Length, offset);
            offset += channels;
        }

        return offset;
    }
}
