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
    private const int MasksAskedAgain = 16; // at a time: each has an image of its own to look at, which takes memory

    private readonly SamPredictor _predictor;
    private readonly AutomaticMaskOptions _options;
    private readonly SmallAreas _cleaning;
    private readonly IReadOnlyList<IReadOnlyList<ImagePoint>> _grids;

    /// <summary>Prepares a generator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The settings; null for the official defaults.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    public AutomaticMaskGenerator(SamModel model, AutomaticMaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = (options ?? new AutomaticMaskOptions()).For(model.Config);
        _options.Validate();
        _cleaning = model.Config.Hiera is null ? default : new SmallAreas(_options.MinMaskRegionArea, _options.MinMaskRegionArea);
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
        if (_options.MinMaskRegionArea > 0 && _cleaning == default)
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
        double? iouAbove = MaskSelection.IouAbove(_options);
        SamSelection selection = seen.SelectAt(points, _options.MultimaskOutput, _options.UseM2M ? null : iouAbove);
        if (!_options.UseM2M)
        {
            return FromSelection(seen, crop, points, selection);
        }

        int each = selection.MasksPerPrompt;
        ImagePoint[] again = [.. points.SelectMany(p => Enumerable.Repeat(p, each))];
        return again.Chunk(MasksAskedAgain).SelectMany((some, i) => FromSelection(seen, crop, some, seen.SelectAt(
            some, multimask: false, iouAbove, selection.LowResolutionLogits.Narrow(0, (long)i * MasksAskedAgain, some.Length)))).ToArray();
    }

    private IEnumerable<MaskRecord> FromSelection(SamImage seen, ImageCrop crop, ImagePoint[] points, SamSelection selection)
    {
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

                _cleaning.Clean(plane);
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
