using SeCo.Imaging.Resampling;
using SeCo.Models.Sam;

namespace SeCo.SegmentAnything;

/// <summary>Finds all masks of an image by asking Segment Anything at a grid of points, as the official generator does,
/// with its records in its order.</summary>
/// <remarks>
/// Masks are never held as pixels: what a threshold on the predicted IoU drops is not brought to the image's size at all, the rest becomes run lengths in
/// one pass. Two faults of the official code are not repeated: it fails where crops are asked for and no mask survives (here: an empty list), and its
/// boxes change their type of number. The model stays the caller's.
/// </remarks>
public sealed class AutomaticMaskGenerator
{
    private readonly SamPredictor _predictor;
    private readonly AutomaticMaskOptions _options;
    private readonly IReadOnlyList<IReadOnlyList<ImagePoint>> _grids;

    /// <summary>Prepares a generator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The settings; null for the official defaults.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    public AutomaticMaskGenerator(SamModel model, AutomaticMaskOptions? options = null)
    {
        _options = options ?? new AutomaticMaskOptions();
        _options.Validate();
        _predictor = new SamPredictor(model, _options.Parallelism);
        _grids = _options.PointGrids ?? PointGrid.ForLayers(_options.PointsPerSide, _options.CropNLayers, _options.CropNPointsDownscaleFactor);
    }

    /// <summary>Finds the masks of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="progress">Is told after every batch of points.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The masks; an empty list where none passes the thresholds.</returns>
    /// <exception cref="ArgumentException">The image, or a crop of it, is too small or too thin.</exception>
    public IReadOnlyList<MaskRecord> Generate(RgbImage image, IProgress<MaskProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Generate(image, null, progress, cancellationToken);
    }

    /// <summary>Finds the masks of an image that is encoded already; only crops are encoded anew.</summary>
    /// <param name="image">An image opened with the same model.</param>
    /// <param name="progress">Is told after every batch of points.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The masks; an empty list where none passes the thresholds.</returns>
    /// <exception cref="ArgumentException">The image was opened with another model, or a crop of it is too small or too thin.</exception>
    public IReadOnlyList<MaskRecord> Generate(SamImage image, IProgress<MaskProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Predictor.Model == _predictor.Model
            ? Generate(image.Source, image, progress, cancellationToken)
            : throw new ArgumentException("The image was opened with another model than the generator's.", nameof(image));
    }

    private MaskRecord[] Generate(RgbImage image, SamImage? opened, IProgress<MaskProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImageCrop> crops = ImageCrop.Layers(image.Width, image.Height, _options.CropNLayers, _options.CropOverlapRatio);
        int total = crops.Sum(c => _grids[c.Layer].Count), done = 0;
        List<MaskRecord> kept = [];
        foreach (ImageCrop crop in crops)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SamImage? own = opened is not null && crop.Layer == 0 ? null : _predictor.Open(image, crop.Box);
            using (own)
            {
                kept.AddRange(FromCrop(own ?? opened!, crop));
            }
        }

        IReadOnlyList<MaskRecord> selected = crops.Count > 1 ? MaskSelection.BetweenCrops(kept, _options.CropNmsThresh) : kept;
        if (_options.MinMaskRegionArea > 0)
        {
            selected = MaskSelection.WithoutSmallRegions(selected, _options.MinMaskRegionArea, Math.Max(_options.BoxNmsThresh, _options.CropNmsThresh));
        }

        return [.. selected];

        IReadOnlyList<MaskRecord> FromCrop(SamImage seen, ImageCrop crop)
        {
            List<MaskRecord> candidates = [];
            ImagePoint[] points = [.. _grids[crop.Layer].Select(p => new ImagePoint(p.X * crop.Box.Width, p.Y * crop.Box.Height))];
            foreach (ImagePoint[] batch in points.Chunk(_options.PointsPerBatch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                candidates.AddRange(FromPoints(seen, crop, batch));
                done += batch.Length;
                progress?.Report(new MaskProgress(done, total, kept.Count + candidates.Count));
            }

            return MaskSelection.WithinCrop(candidates, _options.BoxNmsThresh);
        }
    }

    /// <summary>The masks of a batch of points that pass all thresholds, in the decoder's order.</summary>
    private IEnumerable<MaskRecord> FromPoints(SamImage seen, ImageCrop crop, ImagePoint[] points)
    {
        using TensorScope scope = TensorScope.Open();
        SamSelection selection = seen.SelectAt(points, MaskSelection.IouAbove(_options));
        Tensor planes = selection.LowResolutionLogits.To(Device.Cpu); // [kept, 4g, 4g]
        MaskRecord?[] candidates = new MaskRecord?[selection.Kept.Count];
        Parallel.For(
            0,
            candidates.Length,
            new ParallelOptions { MaxDegreeOfParallelism = _predictor.Threads },
            () => new float[seen.Upsampler.Side * seen.Upsampler.Side],
            (i, _, plane) =>
            {
                using (Tensor one = planes.Narrow(0, i, 1))
                {
                    one.CopyTo<float>(plane);
                }

                int number = selection.Kept[i];
                candidates[i] = FromLogits(seen, crop, plane, points[number / selection.MasksPerPrompt], selection.PredictedIou[number]);
                return plane;
            },
            _ => { });
        return candidates.OfType<MaskRecord>();
    }

    /// <summary>The mask of one plane; null where it is unstable or cut off by the crop.</summary>
    private MaskRecord? FromLogits(SamImage seen, ImageCrop crop, float[] plane, ImagePoint point, float predictedIou)
    {
        using UpsampledMask mask = seen.Upsampler.Threshold(plane, _options.StabilityScoreOffset);
        float stability = (float)mask.AreaAboveOffset / mask.AreaAboveMinusOffset;
        ImageBox box = ImageBox.Around(mask.Bounds);
        int width = seen.Source.Width, height = seen.Source.Height;
        if (!MaskSelection.IsStable(stability, _options) || crop.CutsOff(box, width, height))
        {
            return null;
        }

        RunLengthMask placed = mask.ToRunLengthMask(width, height, crop.Box.X0, crop.Box.Y0);
        ImageBox cropBox = new(crop.Box.X0, crop.Box.Y0, crop.Box.X1, crop.Box.Y1);
        return new MaskRecord(placed, placed.Area, crop.Uncrop(box), predictedIou, [crop.Uncrop(point)], stability, cropBox);
    }
}
